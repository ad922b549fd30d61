/** What the loader in the shop's page and the panel in its frame say to each other, over one MessageChannel.

    The panel says `HELLO` to its parent when it can listen. The loader answers with `Start` and one end of a channel,
    to the panel's exact origin; all that follows goes through the channel. */

import type { EventType } from "./contract.js";

export const HELLO = "ai-discovery:hello";
export const START = "ai-discovery:start";

export type Mode = "launcher" | "inline" | "button";
export type Theme = "light" | "dark" | "auto";

/** The shop's own colours and measures, read from `--aid-*` custom properties of the host element. */
export type ShopStyle = Readonly<Record<string, string>>;

/** `start`: when the visit begins, with the shop's page or with the first click. */
export interface Setup {
  readonly client: string;
  readonly key: string;
  readonly platform: "html" | "shopify" | "woocommerce" | "magento";
  readonly locale: string;
  readonly dir: "ltr" | "rtl";
  readonly theme: Theme;
  readonly mode: Mode;
  readonly start: "visit" | "click";
  readonly productId: string | null;
  readonly userId: string | null;
  readonly style: ShopStyle;
  readonly debug: boolean;
  /** ms from the loader's first line until the launcher stood in the page. */
  readonly loadTimeMs: number;
}

export interface Start {
  readonly type: typeof START;
  readonly setup: Setup;
}

/** A step that the shop's page tells: of its basket and its orders. */
export interface Tracked {
  readonly type: Extract<EventType, "add_to_cart" | "purchase">;
  readonly productId?: string;
  readonly orderId?: string;
  readonly value?: string;
  readonly currency?: string;
}

export type ToPanel =
  | { readonly type: "open"; readonly productId?: string; readonly view?: "mirror" | "chat" }
  | { readonly type: "closed" }
  | { readonly type: "product"; readonly productId: string | null }
  | { readonly type: "style"; readonly theme: Theme; readonly style: ShopStyle }
  | { readonly type: "track"; readonly event: Tracked }
  | { readonly type: "cart"; readonly productId: string; readonly added: boolean; readonly message?: string };

/** The DOM events `ai-discovery:NAME` on the host element; each bubbles and crosses shadow roots. */
export interface HostEvents {
  readonly ready: { readonly features: Readonly<Record<string, boolean>> };
  readonly open: Record<string, never>;
  readonly close: Record<string, never>;
  readonly consent: { readonly granted: boolean };
  readonly face: HostFace | null;
  readonly recommend: { readonly productIds: readonly string[] };
  readonly tryon: { readonly productId: string; readonly how: "3d" | "2d" | "photo" | "server" };
  readonly "add-to-cart": HostProduct;
  readonly error: { readonly code: string; readonly message: string };
}

/** What a shop's page may draw its own rulers with; null after an erasure. */
export interface HostFace {
  readonly faceShape: string | null;
  readonly sizeBand: string;
  readonly measurements: Readonly<Record<string, { readonly mm: number; readonly plusMinusMm: number }>>;
}

export interface HostProduct {
  readonly productId: string;
  readonly sku: string;
  readonly title: string;
  readonly price: string;
  readonly currency: string;
}

export type HostEventName = keyof HostEvents;

export type ToHost =
  | { readonly type: "event"; readonly name: HostEventName; readonly detail: unknown }
  /** The first screen stands: the loader's shell goes. */
  | { readonly type: "drawn" }
  | { readonly type: "close" }
  /** The panel's features are all off for this shopper: the launcher goes. */
  | { readonly type: "hide" }
  | { readonly type: "visit"; readonly under: boolean }
  | { readonly type: "go"; readonly url: string }
  | { readonly type: "diagnosis"; readonly lines: readonly string[] };
