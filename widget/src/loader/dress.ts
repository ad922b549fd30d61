/** What ours takes over from the page around an element: direction, language, and the theme that was asked for. */

import type { Settings } from "./settings.js";

/** The direction of the page around `element`. */
export function directionAround(element: Element): "ltr" | "rtl" {
  const { direction } = getComputedStyle(element.parentElement ?? document.documentElement);
  return direction === "rtl" ? "rtl" : "ltr";
}

/** `root` is ours, `element` the one whose surroundings it is to look like. */
export function dress(root: HTMLElement, element: Element, { theme, locale }: Settings): void {
  root.dataset["theme"] = theme;
  root.dir = directionAround(element);
  root.lang = locale;
}
