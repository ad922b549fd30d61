/** What the panel says, done in the shop's page. */

import type { HostEvents, HostProduct, ToHost } from "../../protocol.js";
import { addToCart } from "./adapters/adapter.js";
import { tell } from "../events.js";
import { rememberFeatures, rememberVisit } from "../memory.js";
import type { Embedded } from "./embed.js";

export function heard(embedded: Embedded, message: ToHost): void {
  switch (message.type) {
    case "event":
      if (message.name === "add-to-cart") return intoCart(embedded, message.detail as HostProduct);
      if (message.name === "ready") offer(embedded, (message.detail as HostEvents["ready"]).features);
      return void tell(embedded.teller, message.name, message.detail as never);
    case "close":
      return embedded.close();
    case "hide":
      return offer(embedded, {});
    case "visit":
      return rememberVisit(embedded.visit.client, message.under);
    case "go":
      return go(message.url);
    case "diagnosis":
      embedded.diagnosis = message.lines;
  }
}

function offer(embedded: Embedded, features: Readonly<Record<string, boolean>>): void {
  rememberFeatures(embedded.visit.client, features);
  for (const element of embedded.visit.elements) element.offer();
}

/** The shop's own way goes first, by preventing the event's default; it answers by the command `cart`. */
function intoCart(embedded: Embedded, product: HostProduct): void {
  const { productId } = product;
  const [element] = embedded.visit.elements;
  if (!tell(embedded.teller, "add-to-cart", product) || !element) return;
  void addToCart(element.settings.platform, productId)?.then((answer) =>
    embedded.send({ type: "cart", productId, ...answer }),
  );
}

function go(address: string): void {
  const url = new URL(address, location.href);
  if (/^https?:$/.test(url.protocol)) location.assign(url);
}
