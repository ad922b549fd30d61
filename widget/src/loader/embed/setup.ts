/** What an element's attributes and surroundings tell the panel. */

import type { Setup } from "../../protocol.js";
import { directionAround } from "../dress.js";
import type { Discovery } from "../element.js";
import { styleOf } from "./shop-style.js";

type OfElement = Omit<Setup, "mode" | "start" | "productId" | "loadTimeMs">;

export function setupOf(element: Discovery): OfElement {
  const { client, key, platform, locale, theme, userId, debug } = element.settings;
  const [dir, style] = [directionAround(element), styleOf(element)];
  return { client, key, platform, locale, theme, userId, debug, dir, style };
}
