/** The colour and size pickers of a product page. */

import { coloursOf, sizesOf, variantIn } from "./catalogue.js";
import { el } from "./dom.js";
import { dot } from "./swatch.js";
import { capital, mm, sizeMark } from "./units.js";

/** `choose(variant)` is called with the variant that was picked. */
export function variantPickers(frame, variants, choose) {
  const inSize = (colour) => variantIn(variants, colour, frame.lensWidth);
  const inColour = variants.filter((variant) => variant.colour === frame.colour);
  return [
    picker(
      "Colour",
      coloursOf(variants).map((each) => inSize(each.colour)),
      frame,
      choose,
      (variant) => [dot(variant.colourFamily), el("span", {}, capital(variant.colour))],
    ),
    picker("Size", sizesOf(inColour), frame, choose, (variant) => [
      el("span", {}, sizeMark(variant)),
      el("span", { class: "second" }, `${mm(variant.frameWidth)} wide`),
    ]),
  ];
}

function picker(name, variants, current, choose, face) {
  const key = name.toLowerCase();
  return el(
    "fieldset",
    { class: "picker" },
    el("legend", {}, name),
    variants.map((variant, index) => [
      el("input", {
        type: "radio",
        name: key,
        id: `${key}-${index}`,
        checked: variant.productId === current.productId,
        onchange: () => choose(variant),
      }),
      el("label", { for: `${key}-${index}` }, face(variant)),
    ]),
  );
}
