/** What the shop's page can ask for: `AIDiscovery(command, …)`. */

import type { ToPanel, Tracked } from "../protocol.js";
import { PREFIX, tellError } from "./events.js";
import { attributesFrom, mount, unmount } from "./mount.js";
import { elements, visits } from "./registry.js";
import type { Asked, Visit } from "./visit.js";

/** Whose panel is meant where a page has several; without it the first, or each that is there. */
interface Whose {
  readonly client?: string;
}

type Answer = Omit<Extract<ToPanel, { type: "cart" }>, "type">;

const commands: Readonly<Record<string, (...given: never[]) => void>> = {
  init: (options: Readonly<Record<string, unknown>>) => mount(attributesFrom(options)),
  open({ client, ...asked }: Asked & Whose = {}) {
    const [visit] = meant(client);
    const opener = visit?.elements.find(({ settings }) => settings.mode !== "button");
    if (visit) visit.open(opener, asked);
    else tellError(document, "NOT_CONFIGURED", "There is no panel to open: init comes first.");
  },
  close: () => meant().forEach(({ embedded }) => embedded?.close()),
  product: (productId: string | null) => meant().forEach((visit) => visit.product(productId)),
  track: ({ client, ...event }: Tracked & Whose) => meant(client).forEach((visit) => visit.track(event)),
  cart: ({ client, ...answer }: Answer & Whose) =>
    meant(client).forEach(({ embedded }) => embedded?.send({ type: "cart", ...answer })),
  theme: (theme: string) => elements.forEach((element) => element.setAttribute("theme", theme)),
  on: (name: string, listener: EventListener) => document.addEventListener(PREFIX + name, listener),
  off: (name: string, listener: EventListener) => document.removeEventListener(PREFIX + name, listener),
  destroy() {
    meant().forEach(({ embedded }) => embedded?.remove());
    elements.forEach((element) => element.clear());
    unmount();
    elements.clear();
    visits.clear();
  },
};

export function run([name, ...given]: readonly unknown[]): void {
  const command = commands[name as string];
  if (command) command(...(given as never[]));
  else tellError(document, "UNKNOWN_COMMAND", `There is no command ${String(name)}.`);
}

function meant(client?: string): Visit[] {
  return [...visits.values()].filter((visit) => client === undefined || visit.client === client);
}
