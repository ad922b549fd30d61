/** Moments of the page. */

/** Once its elements stand, at once when they do. */
export function whenParsed(work: () => void): void {
  if (document.readyState === "loading") addEventListener("DOMContentLoaded", work, { once: true });
  else work();
}

const LATER_MS = 200; // where a browser does not tell when it is idle

/** Once it has loaded and has nothing else to do. */
export function whenIdle(work: () => void): void {
  const idle = (): void => {
    if ("requestIdleCallback" in window) requestIdleCallback(work);
    else setTimeout(work, LATER_MS);
  };
  if (document.readyState === "complete") idle();
  else addEventListener("load", idle, { once: true });
}
