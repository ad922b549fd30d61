/** A colour as a dot, always beside or above its name. */

import { el } from "./dom.js";
import { plural } from "./units.js";

const SHOWN = 5;

/** The dot's look is chosen in frame.css by the colour family. */
export function dot(colourFamily) {
  return el("span", { class: "dot", "data-colour": colourFamily, "aria-hidden": "true" });
}

/** The dots of a model, one for each variant given, with the count in words. */
export function colourDots(variants) {
  return el(
    "span",
    { class: "dots" },
    variants.slice(0, SHOWN).map((variant) => dot(variant.colourFamily)),
    el("span", {}, plural(variants.length, "colour", "colours")),
  );
}
