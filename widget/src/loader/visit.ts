/** One client's panel on this page, whichever of its elements opens it. All that it takes to show one comes when it is
    first wanted. */

import type { ToPanel, Tracked } from "../protocol.js";
import type { Discovery } from "./element.js";
import type { Embedded } from "./embed/embed.js";
import { tellError } from "./events.js";
import { loadTimeMs } from "./load-time.js";
import { isUnderWay } from "./memory.js";
import { elements, visits } from "./registry.js";
import { bring } from "./script.js";
import type { Settings } from "./settings.js";

export type Asked = Omit<Extract<ToPanel, { type: "open" }>, "type">;

export function visitOf({ client, key }: Settings): Visit {
  const name = `${client} ${key}`;
  const visit = visits.get(name) ?? new Visit(client);
  visits.set(name, visit);
  return visit;
}

export class Visit {
  embedded: Embedded | null = null;
  /** The product of the page, when it was told. */
  productId: string | null | undefined;
  readonly loadTimeMs = loadTimeMs;
  #coming: Promise<Embedded> | null = null;
  #tries = 0;

  constructor(readonly client: string) {}

  get elements(): Discovery[] {
    return [...elements].filter(({ visit }) => visit === this);
  }

  open(opener: Discovery | undefined, asked: Asked): void {
    opener?.show("busy");
    this.#use((embedded) => {
      opener?.show("ready");
      embedded.open(opener, asked);
    }, opener);
  }

  /** Begins the visit without showing anything. */
  prepare(): void {
    this.#use((embedded) => embedded.prepare());
  }

  product(productId: string | null): void {
    this.productId = productId;
    this.embedded?.send({ type: "product", productId });
  }

  /** A step outside any visit is nobody's business. */
  track(event: Tracked): void {
    if (this.#coming || isUnderWay(this.client)) this.#use((embedded) => embedded.track(event));
  }

  #use(work: (embedded: Embedded) => void, opener?: Discovery): void {
    this.#coming ??= this.#fetch();
    this.#coming.then(work).catch(() => {
      this.#coming = null;
      opener?.show("failed");
      tellError(opener ?? document, "EMBED_UNREACHABLE", "The part that shows the panel did not load.");
    });
  }

  async #fetch(): Promise<Embedded> {
    const query = this.#tries++ ? `?try=${this.#tries}` : ""; // browsers remember a module that did not come
    const { embed } = await bring<typeof import("./embed/embed.js")>("embed.js", query);
    return (this.embedded = embed(this));
  }
}
