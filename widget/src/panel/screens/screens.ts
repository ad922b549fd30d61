/** Which screen shows a view. */

import type { ComponentType } from "preact";
import { useEffect, useState } from "preact/hooks";
import type { View } from "../state.js";
import type { Ui } from "../ui.js";

export type Screens = Readonly<Partial<Record<View, ComponentType<{ readonly ui: Ui }>>>>;

export interface FoundScreen {
  /** undefined: it is on its way, or could not be loaded. */
  readonly Screen: Screens[View];
  readonly isLost: boolean;
  readonly retry: () => void;
}

/** The further screens are asked for at once, so that they are there also when the line fails in the meantime. */
export function useScreen(first: Screens, view: View): FoundScreen {
  const [later, setLater] = useState<Screens>({});
  const [isLost, setLost] = useState(false);
  const load = (): void => {
    setLost(false);
    import("./later.js").then(
      ({ LATER }) => setLater(LATER),
      () => setLost(true),
    );
  };
  useEffect(load, []);
  const Screen = first[view] ?? later[view];
  return { Screen, isLost: isLost && !Screen && view !== "entering", retry: load };
}
