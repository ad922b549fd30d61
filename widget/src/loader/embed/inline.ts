/** The panel in an element's own box, in the place of its poster. */

import type { Discovery } from "../element.js";
import { sheet } from "./look.js";
import type { Place, Ways } from "./place.js";
import { createStage } from "./stage.js";
import { textsIn } from "./texts.js";

export function createInline({ root, shadow, settings }: Discovery, ways: Ways): Place {
  const stage = createStage(textsIn(settings.locale), ways);
  const isOpen = (): boolean => root.classList.contains("open");
  shadow.adoptedStyleSheets = [...shadow.adoptedStyleSheets, sheet];
  root.append(stage.node);
  return {
    stage,
    isInline: true,
    get isOpen() {
      return isOpen();
    },
    get isConnected() {
      return root.isConnected;
    },
    dress: () => undefined, // it stands in what it is to look like
    open() {
      root.classList.add("open");
      root.scrollIntoView({ block: "nearest" });
      stage.focus();
    },
    close() {
      if (!isOpen()) return;
      root.classList.remove("open");
      root.querySelector("button")?.focus();
      ways.closed();
    },
    remove() {
      root.classList.remove("open");
      stage.node.remove();
    },
  };
}
