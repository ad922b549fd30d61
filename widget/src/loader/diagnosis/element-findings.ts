/** What the attributes of an element say, and what is wrong with them. */

import type { Discovery } from "../element.js";
import { finding } from "./finding.js";
import type { Finding } from "./finding.js";

const VALUES: Readonly<Record<string, readonly string[]>> = {
  mode: ["launcher", "inline", "button"],
  theme: ["auto", "light", "dark"],
  platform: ["html", "shopify", "woocommerce", "magento"],
  start: ["click", "visit"],
  position: ["start", "end"],
};
const HTML_OWN = /^(id|class|style|hidden|slot|title|lang|dir|role|tabindex|data-.*|aria-.*)$/;
const SHOWN_OF_KEY = 10;

export function elementFindings(element: Discovery, nth: number, known: readonly string[]): Finding[] {
  const { client, key, mode, productId, locale, start, platform } = element.settings;
  const own = element.getAttributeNames();
  const stray = own.filter((name) => !known.includes(name) && !HTML_OWN.test(name));
  const wrong = own.filter((name) => VALUES[name] && !VALUES[name].includes(element.getAttribute(name) ?? ""));
  return [
    finding(`Element ${nth}`, `${mode}, ${platform}, ${locale}, starts with the ${start}`),
    finding("client", client || "missing", !client, "Say whose panel it is: the client's id from the admin site."),
    finding("key", key ? `${key.slice(0, SHOWN_OF_KEY)}…` : "missing", !key.startsWith("pk_"), ofKey(key)),
    ...(mode === "button" ? [finding("product-id", productId ?? "missing", !productId, "Name the product.")] : []),
    ...wrong.map((name) => {
      const value = element.getAttribute(name) ?? "";
      return finding(name, value, true, `Not one of ${VALUES[name]?.join(", ")}; ${VALUES[name]?.[0]} is taken.`);
    }),
    ...stray.map((name) => finding(name, element.getAttribute(name) ?? "", true, "Not an attribute of ours.")),
    ...(element.shadow.querySelector(".root[hidden]")
      ? [finding("shown", "no", true, "This visit is offered none of what the element leads to.")]
      : []),
  ];
}

function ofKey(key: string): string {
  if (!key) return "Take the shop's publishable key (pk_…) from the admin site.";
  if (key.startsWith("sk_"))
    return "A secret key must not be in a page: take a publishable one, and replace this one.";
  return "Publishable keys begin with pk_.";
}
