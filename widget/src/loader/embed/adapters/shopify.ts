/** https://shopify.dev/docs/api/ajax/reference/cart: a refusal is a 422 with a `description` in the shop's language. */

import { ofPage } from "./adapter.js";
import type { Adapter } from "./adapter.js";

interface Shopify {
  readonly routes?: { readonly root?: string };
}

export const shopify: Adapter = {
  address: () => `${ofPage<Shopify>("Shopify")?.routes?.root ?? "/"}cart/add.js`,
  // A variant's number, also out of gid://shopify/ProductVariant/NUMBER.
  form: (productId) => ({ id: productId.replace(/^gid:.*\//, ""), quantity: "1" }),
  isAdded: (answer) => !("status" in answer),
  afterwards: () => undefined, // themes know no common way; the page hears of it by the event
};
