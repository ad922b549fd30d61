/** One model in the list, drawn in the first of its variants that passes the filters. */

import { coloursOf, modelName, productAddress, sizesOf } from "./catalogue.js";
import { el } from "./dom.js";
import { RULERS, fitMark } from "./fit-ruler.js";
import { framePicture, widthLine } from "./frame-picture.js";
import { colourDots } from "./swatch.js";
import { money, sizeMark } from "./units.js";

/** `face` is the shopper's measured face, or null; `loading` as for an image. */
export function modelCard(model, face, loading) {
  const [frame] = model.shown;
  return el(
    "li",
    { class: "card" },
    el(
      "a",
      { href: productAddress(frame.productId), class: "card-link" },
      el("div", { class: "mount" }, framePicture(frame, { loading }), widthLine(frame)),
      el(
        "div",
        { class: "card-facts" },
        el("h3", {}, modelName(frame)),
        el("p", { class: "card-price" }, price(model.shown)),
        el("p", { class: "second" }, frame.colour),
      ),
    ),
    face && fitMark(RULERS.width, frame, face.measurements),
    el(
      "div",
      { class: "card-choice second" },
      colourDots(coloursOf(model.variants)),
      el("span", {}, sizes(model.variants)),
    ),
    stock(model.shown),
  );
}

function price(variants) {
  const prices = variants.map((variant) => Number(variant.price));
  const least = money(Math.min(...prices), variants[0].currency);
  return Math.min(...prices) === Math.max(...prices) ? least : `from ${least}`;
}

function sizes(variants) {
  const marks = sizesOf(variants).map(sizeMark);
  return marks.length === 1 ? marks[0] : `${marks[0]} and ${marks.length - 1} more`;
}

function stock(variants) {
  if (variants.some((variant) => variant.availability === "in_stock")) return null;
  const waits = variants.some((variant) => variant.availability === "preorder");
  return el("p", { class: "card-stock" }, waits ? "To pre-order" : "Out of stock");
}
