/** The way on for whoever wants their face left out of it. */

import type { Ui } from "../ui.js";
import { Button } from "./button.js";

export function WithoutFace({ ui: { state, act, words } }: { readonly ui: Ui }) {
  const features = state.visit?.features;
  const to = features?.chat ? "chat" : features?.recommendations ? "frames" : null;
  if (!to) return null;
  return (
    <Button weight="quiet" onClick={() => act.visit.goTo(to)}>
      {words.t("consent.without")}
    </Button>
  );
}
