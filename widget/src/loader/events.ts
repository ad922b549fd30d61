/** What the shop's page hears of us, as DOM events. */

import type { HostEventName, HostEvents } from "../protocol.js";

export const PREFIX = "ai-discovery:";

/** False when a listener prevented what would follow. */
export function tell<Name extends HostEventName>(target: EventTarget, name: Name, detail: HostEvents[Name]): boolean {
  const cancelable = name === "add-to-cart";
  return target.dispatchEvent(new CustomEvent(PREFIX + name, { bubbles: true, composed: true, cancelable, detail }));
}

export function tellError(target: EventTarget, code: string, message: string): void {
  tell(target, "error", { code, message });
}

/** `work`, whose exceptions never reach the shop's page. */
export function safely<Given extends unknown[]>(work: (...given: Given) => void): (...given: Given) => void {
  return (...given) => {
    try {
      work(...given);
    } catch (cause) {
      tellError(document, "LOADER", String(cause));
    }
  };
}
