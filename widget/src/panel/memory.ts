/** What this browser tab remembers of the shopper; gone when it is closed. A browser may forbid storage in frames: then
    it lasts as long as the page. */

import { NOTHING_REMEMBERED } from "./state.js";
import type { Remembered } from "./state.js";

export interface Memory {
  read(): Remembered;
  keep(changes: Partial<Remembered>): void;
  forget(): void;
}

/** `name` keeps shops apart that share the panel's address. */
export function openMemory(name: string): Memory {
  const key = `ai-discovery:${name}`;
  let held: Remembered = { ...NOTHING_REMEMBERED, ...stored(key) };
  return {
    read: () => held,
    keep(changes) {
      held = { ...held, ...changes };
      attempt(() => sessionStorage.setItem(key, JSON.stringify(held)));
    },
    forget() {
      held = NOTHING_REMEMBERED;
      attempt(() => sessionStorage.removeItem(key));
    },
  };
}

function stored(key: string): Partial<Remembered> {
  return attempt(() => JSON.parse(sessionStorage.getItem(key) ?? "{}") as Partial<Remembered>) ?? {};
}

function attempt<T>(work: () => T): T | null {
  try {
    return work();
  } catch {
    return null;
  }
}
