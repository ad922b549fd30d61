/** How long the widget took until it stood in the page: fetching the loader, running it, drawing. Waiting for the page
    itself is not the widget's. */

import { begun, script } from "./script.js";

let ranUntil: number | null = null;
let ms = 0;

export function loadTimeMs(): number {
  return ms;
}

/** The loader's own run is over. */
export function ran(): void {
  ranUntil = performance.now();
}

/** An element that was begun at `start` stands. The first counts. */
export function drawn(start: number): void {
  const now = performance.now();
  ms ||= ranUntil === null ? now - asked() : ranUntil - asked() + now - start;
}

function asked(): number {
  return (script && performance.getEntriesByName(script.src).at(-1)?.startTime) ?? begun;
}
