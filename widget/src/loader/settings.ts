/** What the shop's page asks for: attributes of an `<ai-discovery>`, else of the loader's tag, else what is usual. */

import type { Setup } from "../protocol.js";
import { script } from "./script.js";

export const NAMES = [
  "client",
  "key",
  "mode",
  "product-id",
  "locale",
  "theme",
  "platform",
  "start",
  "user-id",
  "position",
  "label",
  "debug",
] as const;
export type Name = (typeof NAMES)[number];

export type Settings = Omit<Setup, "dir" | "style" | "loadTimeMs"> & {
  readonly position: "start" | "end";
  readonly label: string | null;
};

export function settingsOf(element: Element): Settings {
  const given = (name: Name): string | null => element.getAttribute(name) ?? (isOfScript ? ofScript(name) : null);
  const oneOf = <Value extends string>(name: Name, ...values: [Value, ...Value[]]): Value =>
    values.find((value) => value === given(name)) ?? values[0];
  const client = element.getAttribute("client");
  // An element of another client takes nothing from a tag that is not its own.
  const isOfScript = client === null || client === ofScript("client");
  return {
    client: given("client") ?? "",
    key: given("key") ?? "",
    mode: oneOf("mode", "launcher", "inline", "button"),
    productId: given("product-id"),
    locale: given("locale") || document.documentElement.lang || "en",
    theme: oneOf("theme", "auto", "light", "dark"),
    platform: oneOf("platform", "html", "shopify", "woocommerce", "magento"),
    start: oneOf("start", "click", "visit"),
    userId: given("user-id"),
    position: oneOf("position", "end", "start"),
    label: given("label"),
    debug: given("debug") !== null || isDebugged(),
  };
}

export function ofScript(name: Name): string | null {
  return script?.getAttribute(`data-${name}`) ?? null;
}

/** `?aid-debug` in the page's address. */
export function isDebugged(): boolean {
  return /[?&]aid-debug\b/.test(location.search);
}
