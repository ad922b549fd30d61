/** The basket's button in the header and the sheet it opens. */

import { basketLines, countInBasket, onBasketChange, setQuantity } from "./basket.js";
import { loadCatalogue, modelName, productAddress } from "./catalogue.js";
import { el } from "./dom.js";
import { framePicture } from "./frame-picture.js";
import { money, plural, sizeMark } from "./units.js";

export function startBasket(button) {
  const sheet = el("dialog", { class: "sheet basket", "aria-labelledby": "basket-title" });
  document.body.append(sheet);
  const draw = async () => sheet.replaceChildren(...contents(await loadCatalogue(), () => sheet.close()));
  const label = () => {
    button.textContent = `Basket (${countInBasket()})`;
    if (sheet.open) draw();
  };
  button.addEventListener("click", async () => {
    await draw();
    sheet.showModal();
  });
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  onBasketChange(label);
  label();
}

function contents(catalogue, close) {
  const lines = basketLines()
    .map((line) => ({ ...line, frame: catalogue.find((each) => each.productId === line.productId) }))
    .filter((line) => line.frame);
  return [
    el(
      "header",
      { class: "sheet-head" },
      el("h2", { id: "basket-title" }, "Basket"),
      el("button", { type: "button", class: "quiet", onclick: close }, "Close"),
    ),
    el("div", { class: "sheet-body" }, lines.length ? filled(lines) : empty()),
  ];
}

function empty() {
  return el("p", { class: "second" }, "Nothing here yet. Frames you add wait here while you look around.");
}

function filled(lines) {
  const total = lines.reduce((sum, { frame, quantity }) => sum + Number(frame.price) * quantity, 0);
  return [
    el("ul", {}, lines.map(line)),
    el(
      "p",
      { class: "basket-total" },
      el("span", {}, "Total"),
      el("strong", {}, money(total, lines[0].frame.currency)),
    ),
    el("p", { class: "second" }, "This is a demonstration shop: the basket ends here, and nothing is sold."),
  ];
}

function line({ frame, quantity }) {
  const change = (by) => () => setQuantity(frame.productId, quantity + by);
  return el(
    "li",
    { class: "basket-line" },
    el("div", { class: "mount mount-small" }, framePicture(frame, { alt: "" })),
    el(
      "div",
      {},
      el("a", { href: productAddress(frame.productId) }, modelName(frame)),
      el("p", { class: "second" }, `${frame.colour}, ${sizeMark(frame)}`),
      el(
        "div",
        { class: "quantity", role: "group", "aria-label": `Quantity of ${frame.title}` },
        el(
          "button",
          { type: "button", onclick: change(-1), "aria-label": quantity === 1 ? "Take out" : "One fewer" },
          "−",
        ),
        el("span", { "aria-label": plural(quantity, "piece", "pieces") }, quantity),
        el("button", { type: "button", onclick: change(1), "aria-label": "One more" }, "+"),
      ),
    ),
    el("strong", {}, money(Number(frame.price) * quantity, frame.currency)),
  );
}
