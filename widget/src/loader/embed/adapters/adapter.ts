/** Into the basket of the shop's platform, from its own page and in its own way. */

import type { Setup, ToPanel } from "../../../protocol.js";
import { magento } from "./magento.js";
import { shopify } from "./shopify.js";
import { woocommerce } from "./woocommerce.js";

type Fields = Readonly<Record<string, string>>;
export type Answer = Readonly<Record<string, unknown>>;
export type CartAnswer = Pick<Extract<ToPanel, { type: "cart" }>, "added" | "message">;

export interface Adapter {
  address(): string;
  form(productId: string): Fields;
  /** Of an answer that is a success to HTTP. */
  isAdded(answer: Answer): boolean;
  /** Lets the page show its new basket. */
  afterwards(answer: Answer): void;
}

const PATIENCE_MS = 7000;
const adapters: Readonly<Partial<Record<Setup["platform"], Adapter>>> = { magento, shopify, woocommerce };

/** null where only the page itself can do it. */
export function addToCart(platform: Setup["platform"], productId: string): Promise<CartAnswer> | null {
  const adapter = adapters[platform];
  return adapter ? add(adapter, productId).catch(() => ({ added: false })) : null;
}

async function add(adapter: Adapter, productId: string): Promise<CartAnswer> {
  const reply = await fetch(adapter.address(), {
    method: "POST",
    headers: { Accept: "application/json", "X-Requested-With": "XMLHttpRequest" },
    body: new URLSearchParams(adapter.form(productId)),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  const answer = ((await reply.json()) ?? {}) as Answer;
  const added = reply.ok && adapter.isAdded(answer);
  if (added) adapter.afterwards(answer);
  const message = answer["description"];
  return typeof message === "string" && !added ? { added, message } : { added };
}

/** A platform's own script in the page; undefined where it is not there. */
export function ofPage<Kind>(name: string): Kind | undefined {
  return (window as unknown as Record<string, Kind | undefined>)[name];
}
