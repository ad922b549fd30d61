/** The shop's own basket, kept in this browser: a list of `{productId, quantity}`. */

const KEY = "basket";
const CHANGED = "basket:changed";

export function basketLines() {
  try {
    return JSON.parse(localStorage.getItem(KEY)) ?? [];
  } catch {
    return []; // storage blocked or not ours: an empty basket
  }
}

export function addToBasket(productId) {
  const lines = basketLines();
  const line = lines.find((each) => each.productId === productId);
  if (line) line.quantity += 1;
  else lines.push({ productId, quantity: 1 });
  keep(lines);
}

/** `quantity` 0 takes the frame out. */
export function setQuantity(productId, quantity) {
  const lines = basketLines().map((line) => (line.productId === productId ? { ...line, quantity } : line));
  keep(lines.filter((line) => line.quantity > 0));
}

export function countInBasket() {
  return basketLines().reduce((sum, line) => sum + line.quantity, 0);
}

export function onBasketChange(listener) {
  addEventListener(CHANGED, listener);
  addEventListener("storage", (event) => event.key === KEY && listener());
}

function keep(lines) {
  localStorage.setItem(KEY, JSON.stringify(lines));
  dispatchEvent(new Event(CHANGED));
}
