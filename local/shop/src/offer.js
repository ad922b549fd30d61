/** What a product page offers: price, variants, stock, basket, fit and facts. */

import { addToBasket } from "./basket.js";
import { modelName } from "./catalogue.js";
import { el } from "./dom.js";
import { RULERS, fitRuler } from "./fit-ruler.js";
import { frameFacts, lensFacts } from "./lens-facts.js";
import { measuredFace } from "./shopper.js";
import { money } from "./units.js";
import { variantPickers } from "./variants.js";
import { tellWidget } from "./widget.js";

const STOCK = {
  in_stock: ["In stock", "stock-good"],
  preorder: ["To pre-order: we write when it arrives", "stock-waits"],
  out_of_stock: ["Out of stock in this colour and size", "stock-none"],
};

/* One for all variants. */
const onFace = el("ai-discovery", { mode: "button" });

/** `variants`: all of the frame's model; `choose(variant)` when another is picked. */
export function offer(frame, variants, choose) {
  const [stock, stockClass] = STOCK[frame.availability];
  const face = measuredFace();
  onFace.setAttribute("product-id", frame.productId);
  return el(
    "div",
    { class: "offer" },
    el("h1", {}, modelName(frame)),
    el("p", { class: "second" }, frame.colour),
    el("p", { class: "offer-price" }, money(frame.price, frame.currency)),
    frame.description && el("p", {}, frame.description),
    variantPickers(frame, variants, choose),
    el("p", { class: `stock ${stockClass}` }, stock),
    addButton(frame),
    el(
      "section",
      { class: "offer-fit", "aria-label": "Fit" },
      fitRuler(RULERS.width, frame, face?.measurements),
      face?.measurements.pupillaryDistance && fitRuler(RULERS.centres, frame, face.measurements),
      el(
        "div",
        { class: "offer-ways" },
        onFace,
        el(
          "button",
          { type: "button", class: "quiet", "data-find": true },
          face ? "Your fit and frames" : "Find frames that fit",
        ),
      ),
    ),
    facts("Lenses", lensFacts(frame)),
    facts("Frame", frameFacts(frame)),
  );
}

function addButton(frame) {
  const none = frame.availability === "out_of_stock";
  const said = el("span", { class: "second", role: "status" });
  const add = () => {
    const { productId, price, currency } = frame;
    addToBasket(productId);
    tellWidget("track", { type: "add_to_cart", productId, value: price, currency });
    said.textContent = "Added to your basket";
  };
  return el(
    "div",
    { class: "add" },
    el(
      "button",
      { type: "button", class: "main", disabled: none, onclick: add },
      frame.availability === "preorder" ? "Pre-order" : "Add to basket",
    ),
    said,
  );
}

function facts(title, pairs) {
  return el(
    "section",
    {},
    el("h2", {}, title),
    el(
      "dl",
      { class: "facts" },
      pairs.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, value))),
    ),
  );
}
