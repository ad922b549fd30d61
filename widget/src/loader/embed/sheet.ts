/** The panel over the page: at its end, or filling a phone's screen. A modal dialog in the browser's top layer: the page
    behind is out of reach without a change to it, and the focus goes back to where it was. */

import { el } from "../dom.js";
import { dress } from "../dress.js";
import { safely } from "../events.js";
import { sheet } from "./look.js";
import type { Place, Ways } from "./place.js";
import { holdScroll } from "./scroll-hold.js";
import { styleOf } from "./shop-style.js";
import { createStage } from "./stage.js";
import { textsIn } from "./texts.js";

export function createSheet(locale: string, ways: Ways): Place {
  const texts = textsIn(locale);
  const stage = createStage(texts, ways);
  const dialog = el("dialog", { "aria-label": texts.title }, stage.node);
  const root = el("div", { class: "root" }, dialog);
  const carrier = document.createElement("ai-discovery-sheet");
  const shadow = carrier.attachShadow({ mode: "open" });
  shadow.adoptedStyleSheets = [sheet];
  shadow.append(root);
  document.body.append(carrier);
  let release = (): void => undefined;
  const closed = safely(() => {
    release();
    ways.closed();
  });
  dialog.addEventListener("close", closed);
  // The stage fills it: a click on the dialog itself is one beside it.
  dialog.addEventListener("click", ({ target }) => target === dialog && ways.close());
  return {
    stage,
    isInline: false,
    get isOpen() {
      return dialog.open;
    },
    get isConnected() {
      return carrier.isConnected;
    },
    dress(element) {
      dress(root, element, element.settings);
      for (const [name, value] of Object.entries(styleOf(element))) root.style.setProperty(name, value);
    },
    open() {
      if (!dialog.open) {
        dialog.showModal();
        release = holdScroll();
      }
      stage.focus();
    },
    close: () => dialog.close(),
    remove() {
      release();
      carrier.remove();
    },
  };
}
