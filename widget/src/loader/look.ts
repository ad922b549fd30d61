/** How an element of ours looks, whatever the page around it says. */

import type { Mode } from "../protocol.js";
import { drawing, sheetOf } from "./dom.js";
import base from "./base.css" with { type: "text" };
import css from "./loader.css" with { type: "text" };

/** Two lenses and their bridge. */
const LENSES = "M2 4.500q5-2 9 0v4q-1 4-4.500 4t-4.500-4zM15 4.500q4-2 9 0v4q-1 4-4.500 4t-4.500-4zM11 6q2-1.500 4 0";
/** Leaves to the shop how much room an element in its page takes and where, and to no rule of the shop's that it be
    hidden, faded, turned or framed. */
const BOX =
  "padding:0;border:0;background:none;box-shadow:none;opacity:1;transform:none;filter:none;clip-path:none;" +
  "position:static;float:none;overflow:visible;display:";

const sheet = sheetOf(base + css);

export function mark(): SVGSVGElement {
  return drawing("0 0 26 15", LENSES);
}

/** A launcher needs no box: it stands over the page. */
export function look(root: ShadowRoot, mode: Mode): void {
  const rules = `${BOX}${mode === "inline" ? "block" : "inline-block"};`.replaceAll(";", "!important;");
  const isOver = mode === "launcher";
  root.adoptedStyleSheets = isOver ? [sheet] : [sheet, sheetOf(`:host(:not([hidden])){${rules}}`)];
}
