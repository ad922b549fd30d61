/** Elements that stand in no markup of the shop's: those of `init`, and of a loader's tag. */

import { elements } from "./registry.js";
import { script } from "./script.js";
import { NAMES, settingsOf } from "./settings.js";
import type { Name } from "./settings.js";

export const TAG = "ai-discovery";

export type Given = Readonly<Partial<Record<Name, string>>>;

/** `productId` becomes `product-id`; what is not an attribute of ours is left out. */
export function attributesFrom(options: Readonly<Record<string, unknown>>): Given {
  const named = Object.entries(options).map(([name, value]) => [
    name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`),
    String(value),
  ]);
  return Object.fromEntries(named.filter(([name]) => NAMES.includes(name as Name)));
}

export function ofTag(tag: HTMLElement | null): Given {
  return attributesFrom({ ...tag?.dataset });
}

const made = new Set<Element>();

/** One of the same client, mode and product changes instead of being made twice. */
export function mount(given: Given): void {
  const element = document.createElement(TAG);
  change(element, given);
  const asked = settingsOf(element);
  const known = [...elements].find(
    ({ settings }) =>
      settings.client === asked.client &&
      settings.key === asked.key &&
      settings.mode === asked.mode &&
      (asked.mode !== "button" || settings.productId === asked.productId),
  );
  if (known) return change(known, given);
  made.add(element);
  if (asked.mode !== "launcher" && script && document.body.contains(script)) script.after(element);
  else document.body.append(element);
}

/** Takes away what was mounted. */
export function unmount(): void {
  for (const element of made) element.remove();
  made.clear();
}

/** For a loader's tag: none where the page has placed elements of its client itself and the tag names no mode. */
export function mountOfTag(given: Given): void {
  const isPlaced = [...elements].some(({ settings }) => settings.client === given.client);
  if (given.client && (given.mode || !isPlaced)) mount(given);
}

function change(element: Element, given: Given): void {
  for (const [name, value] of Object.entries(given)) element.setAttribute(name, value);
}
