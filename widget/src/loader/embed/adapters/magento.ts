/** Magento's `checkout/cart/add`, with the form key of its pages. It answers a refusal by `backUrl`, the product's page;
    a shop that shows its basket after each addition names the basket there. */

import { ofPage } from "./adapter.js";
import type { Adapter } from "./adapter.js";

type Require = (
  names: readonly string[],
  use: (data: { reload(sections: string[], force: boolean): void }) => void,
) => void;

export const magento: Adapter = {
  address: () => `${ofPage<string>("BASE_URL") ?? "/"}checkout/cart/add/`,
  form: (productId) => ({ product: productId, qty: "1", form_key: formKey() }),
  isAdded: ({ backUrl }) => !backUrl || String(backUrl).includes("checkout/cart"),
  afterwards: () =>
    ofPage<Require>("require")?.(["Magento_Customer/js/customer-data"], (data) => data.reload(["cart"], true)),
};

function formKey(): string {
  const field = document.querySelector<HTMLInputElement>("input[name=form_key]");
  return field?.value ?? /(?:^|; )form_key=([^;]*)/.exec(document.cookie)?.[1] ?? "";
}
