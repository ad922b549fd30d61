/** The panel's frame and the way to it: nothing is listened to but the panel's own origin and window. */

import { HELLO, START } from "../../protocol.js";
import type { Setup, ToHost, ToPanel } from "../../protocol.js";
import { el } from "../dom.js";
import { safely } from "../events.js";
import type { Stage } from "./stage.js";

const PATIENCE_MS = 10_000;
const AFTER_LOAD_MS = 2000; // the panel says hello before its page has loaded; a browser's error page never does
const UNDRAWN_MS = 500; // the most that a panel is waited for once it has said hello

export type FrameState = "none" | "loading" | "connected" | "drawn" | "failed";
export type Fault = "PANEL_BLOCKED" | "PANEL_UNREACHABLE" | "PANEL_SILENT";

export interface Ears {
  setup(): Setup;
  connected(): void;
  heard(message: ToHost): void;
  /** It has drawn, or will not. */
  settled(fault: Fault | null): void;
}

export class Frame {
  state: FrameState = "none";
  readonly #page = new URL("panel.html", import.meta.url);
  #port: MessagePort | null = null;
  #life = new AbortController();

  constructor(
    readonly stage: Stage,
    readonly title: string,
    readonly ears: Ears,
  ) {}

  get isConnected(): boolean {
    return this.#port !== null;
  }

  /** Anew, when it was there. */
  start(): void {
    this.stop();
    this.state = this.stage.state = "loading";
    const { origin, href } = this.#page;
    const { signal } = (this.#life = new AbortController());
    const frame = el("iframe", { title: this.title, allow: allowing(origin), src: href });
    const failAfter = (ms: number, fault: Fault): unknown =>
      setTimeout(() => signal.aborted || this.#fail(fault), ms);
    failAfter(PATIENCE_MS, "PANEL_SILENT");
    frame.addEventListener("load", () => failAfter(AFTER_LOAD_MS, "PANEL_UNREACHABLE"));
    document.addEventListener(
      "securitypolicyviolation",
      ({ effectiveDirective, blockedURI, disposition }) => {
        const isOurs = effectiveDirective === "frame-src" && blockedURI.startsWith(origin);
        if (isOurs && disposition === "enforce") this.#fail("PANEL_BLOCKED");
      },
      { signal },
    );
    const onMessage = safely(({ origin: from, source, data }: MessageEvent) => {
      if (from === origin && source && source === frame.contentWindow && data?.type === HELLO) this.#meet(source);
    });
    addEventListener("message", onMessage, { signal });
    this.stage.node.append(frame);
  }

  stop(): void {
    this.#life.abort();
    this.#port?.close();
    this.#port = null;
    this.stage.node.querySelector("iframe")?.remove();
    this.state = "none";
  }

  send(message: ToPanel): void {
    this.#port?.postMessage(message);
  }

  /** Each hello is answered: a frame that was reloaded begins anew. */
  #meet(panel: MessageEventSource): void {
    const { port1, port2 } = new MessageChannel();
    this.#port?.close();
    this.#port = port1;
    port1.onmessage = safely(({ data }: MessageEvent<ToHost>) =>
      data.type === "drawn" ? this.#draw() : this.ears.heard(data),
    );
    const start = { type: START, setup: this.ears.setup() };
    panel.postMessage(start, { targetOrigin: this.#page.origin, transfer: [port2] });
    this.state = "connected";
    this.ears.connected();
    setTimeout(() => this.#draw(), UNDRAWN_MS);
  }

  #draw(): void {
    if (this.state !== "connected") return;
    this.state = this.stage.state = "drawn";
    this.ears.settled(null);
  }

  #fail(fault: Fault): void {
    if (this.state !== "loading") return;
    this.state = this.stage.state = "failed";
    this.ears.settled(fault);
  }
}

/** What the panel may ask the shopper for; a browser would complain of what it does not know. */
function allowing(origin: string): string {
  const policy = (document as Document & { featurePolicy?: { features(): string[] } }).featurePolicy;
  const known = ["camera", "web-share", "clipboard-write"].filter(
    (name) => policy?.features().includes(name) ?? true,
  );
  return known.map((name) => `${name} ${origin}`).join("; ");
}
