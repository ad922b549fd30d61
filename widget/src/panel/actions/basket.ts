/** Into the shop's own basket: the shop's page does it and says whether it did. */

import type { Product } from "../../contract.js";
import type { ToPanel } from "../../protocol.js";
import type { Course } from "./course.js";

const PATIENCE_MS = 8000;

export interface BasketActions {
  add(product: Product): void;
  answered(answer: Extract<ToPanel, { type: "cart" }>): void;
}

export function basketActions({ get, host, journal, set }: Course): BasketActions {
  return {
    add(product) {
      const { productId, sku, title, price, currency } = product;
      set({ cart: { productId, state: "asked" } });
      host.tell("add-to-cart", { productId, sku, title, price, currency });
      setTimeout(() => {
        const { cart } = get();
        if (cart?.productId === productId && cart.state === "asked") set({ cart: { productId, state: "failed" } });
      }, PATIENCE_MS);
    },

    answered({ productId, added, message }) {
      set({ cart: { productId, state: added ? "added" : "failed", ...(message !== undefined && { message }) } });
      const product = added && known(productId);
      if (product) journal.record("add_to_cart", { productId, value: product.price, currency: product.currency });
    },
  };

  function known(productId: string): Product | undefined {
    const { frames, favourites, messages, wearing, wish, compared } = get();
    const shown = [
      ...(frames ?? []).map(({ product }) => product),
      ...favourites,
      ...messages.flatMap(({ products }) => products ?? []),
      ...(compared ?? []),
      ...[wearing?.product, wish].filter((product) => product != null),
    ];
    return shown.find((product) => product.productId === productId);
  }
}
