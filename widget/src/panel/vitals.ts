/** How fast the panel is for its shopper, by the browser's own marks (https://web.dev/articles/vitals). */

import type { Journal } from "./journal.js";

/** Each once, when the browser has settled it. */
export function reportVitals(journal: Journal): void {
  void import("web-vitals").then(({ onCLS, onINP, onLCP }) => {
    for (const watch of [onCLS, onINP, onLCP]) {
      watch(({ name, value }) =>
        journal.record("web_vital", { metric: name, measured: Math.round(value * 1000) / 1000 }),
      );
    }
  });
}
