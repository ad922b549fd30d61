/** WooCommerce's `wc-ajax=add_to_cart`: `{error: true}` for a product that needs its own page first. */

import { ofPage } from "./adapter.js";
import type { Adapter } from "./adapter.js";

interface Params {
  readonly wc_ajax_url?: string;
}
type JQuery = (target: Element) => { trigger(name: string, given: readonly unknown[]): void };

export const woocommerce: Adapter = {
  address: () =>
    (ofPage<Params>("wc_add_to_cart_params")?.wc_ajax_url ?? "/?wc-ajax=%%endpoint%%").replace(
      "%%endpoint%%",
      "add_to_cart",
    ),
  form: (productId) => ({ product_id: productId, quantity: "1" }),
  isAdded: ({ error }) => !error,
  // As WooCommerce's own buttons do, so that its small basket is drawn anew.
  afterwards: ({ fragments, cart_hash }) =>
    ofPage<JQuery>("jQuery")?.(document.body).trigger("added_to_cart", [fragments, cart_hash]),
};
