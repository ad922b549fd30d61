/** The place of the one canvas that shows the shopper, in whichever screen stands. */

import type { ComponentChildren } from "preact";
import { useLayoutEffect, useRef } from "preact/hooks";
import type { Studio } from "../studio.js";

interface Props {
  readonly studio: Studio;
  readonly label: string;
  readonly children?: ComponentChildren;
}

export function Stage({ studio, label, children }: Props) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    studio.canvas.setAttribute("role", "img");
    place.current?.prepend(studio.canvas);
  }, [studio]);
  useLayoutEffect(() => studio.canvas.setAttribute("aria-label", label), [label]);
  return (
    <div class="stage" ref={place}>
      {children}
    </div>
  );
}
