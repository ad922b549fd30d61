/** A frame as the panel shows it, in recommendations and in the chat alike. */

import { modelName, productAddress } from "../catalogue.js";
import { el } from "../dom.js";
import { RULERS, fitRuler } from "../fit-ruler.js";
import { framePicture, widthLine } from "../frame-picture.js";
import { money } from "../units.js";
import { record } from "./events.js";
import { whyThis } from "./reasons.js";

const STOCK = { in_stock: "In stock", preorder: "To pre-order", out_of_stock: "Out of stock" };

/** `found`: `{product, score, reasons, fit}`; `face` the shopper's measured face, or null. */
export function frameCard({ product, score, reasons, fit }, face) {
  const measurements = { ...face?.measurements, ...(fit && { faceWidth: fit.faceWidth }) };
  const clicked = () => record("recommendation_clicked", { productId: product.productId });
  return el(
    "li",
    { class: "frame-card", "data-product": product.productId },
    el(
      "a",
      { href: productAddress(product.productId), class: "card-link", onclick: clicked },
      el("div", { class: "mount" }, framePicture(product), widthLine(product)),
      el(
        "div",
        { class: "card-facts" },
        el("h4", {}, modelName(product)),
        el("p", { class: "card-price" }, money(product.price, product.currency)),
        el("p", { class: "second" }, product.colour),
      ),
    ),
    el("p", { class: "second" }, `${product.sizeMark}, ${STOCK[product.availability].toLowerCase()}`),
    fitRuler(RULERS.width, product, measurements, fit?.words),
    whyThis({ score, reasons }),
    face && more(product, face.measurements),
  );
}

function more(product, measurements) {
  return el(
    "details",
    { class: "why" },
    el("summary", {}, "Lens centres"),
    fitRuler(RULERS.centres, product, measurements),
  );
}
