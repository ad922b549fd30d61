/** The loader's own tag in the shop's page, and what lies beside it. */

declare const RELEASE: string;

/** Optimizers that run scripts by themselves leave no current one. */
const FALLBACK = 'script[src*="/loader.js"][data-client]';

export const begun = performance.now();
export const script = (document.currentScript ?? document.querySelector(FALLBACK)) as HTMLScriptElement | null;

/** A file of this release. */
export function released(name: string): URL {
  return new URL(RELEASE + name, script?.src || location.href);
}
