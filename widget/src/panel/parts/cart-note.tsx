/** What the shop's page said about the basket. */

import type { Ui } from "../ui.js";

export function CartNote({ productId, ui: { state, words } }: { readonly productId: string; readonly ui: Ui }) {
  const { cart } = state;
  const isAbout = cart?.productId === productId && cart.state !== "asked";
  const text = isAbout ? (cart.message ?? words.t(cart.state === "added" ? "cart.added" : "cart.failed")) : "";
  return (
    <p class={isAbout && cart.state === "added" ? "said good" : "said bad"} role="status" hidden={!text}>
      {text}
    </p>
  );
}
