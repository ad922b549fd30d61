/** The shop's colours and measures, from `--aid-*` custom properties around an element of ours. */

import type { ShopStyle } from "../../protocol.js";

const PROPERTIES = ["accent", "on-accent", "radius", "font", "paper", "ink"].map((name) => `--aid-${name}`);

export function styleOf(element: Element): ShopStyle {
  const computed = getComputedStyle(element);
  const found = PROPERTIES.map((name) => [name, computed.getPropertyValue(name).trim()] as const);
  return Object.fromEntries(found.filter(([, value]) => value));
}
