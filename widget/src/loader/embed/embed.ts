/** The panel of a visit in the shop's page: where it stands, and what goes to and fro. Comes with the first click. */

import type { Setup, ToPanel, Tracked } from "../../protocol.js";
import type { Discovery } from "../element.js";
import { tell, tellError } from "../events.js";
import type { Asked, Visit } from "../visit.js";
import { Frame } from "./frame.js";
import type { Fault } from "./frame.js";
import { heard } from "./heard.js";
import { createInline } from "./inline.js";
import type { Place, Ways } from "./place.js";
import { setupOf } from "./setup.js";
import { createSheet } from "./sheet.js";
import { styleOf } from "./shop-style.js";
import { textsIn } from "./texts.js";

const FAULTS: Readonly<Record<Fault, string>> = {
  PANEL_BLOCKED: "The page's content security policy does not allow the panel: add its origin to frame-src.",
  PANEL_UNREACHABLE: "The panel's page did not load.",
  PANEL_SILENT: "The panel did not answer in time.",
};

export function embed(visit: Visit): Embedded {
  return new Embedded(visit);
}

export class Embedded {
  frame: Frame | null = null;
  place: Place | null = null;
  /** What the panel found, in its own words. */
  diagnosis: readonly string[] = [];
  #opener: Discovery | undefined;
  #asked: Asked = {};
  #waiting: Tracked[] = [];

  readonly #ways: Ways = {
    close: () => this.close(),
    again: () => this.frame?.start(),
    closed: () => {
      this.send({ type: "closed" });
      this.visit.elements.forEach((element) => element.offer());
      tell(this.teller, "close", {});
    },
  };

  constructor(readonly visit: Visit) {}

  /** What events come from. */
  get teller(): EventTarget {
    return this.#element ?? document;
  }

  open(opener: Discovery | undefined, asked: Asked): void {
    this.#opener = opener;
    this.#asked = asked;
    this.#furnish();
    if (!this.frame || !this.place) return;
    if (this.frame.state === "none" || this.frame.state === "failed") this.frame.start();
    else this.restyle();
    this.place.open();
    this.send({ type: "open", ...asked });
    tell(this.teller, "open", {});
  }

  close(): void {
    this.place?.close();
  }

  prepare(): void {
    this.#furnish();
    if (this.frame?.state === "none") this.frame.start();
  }

  track(event: Tracked): void {
    if (this.frame?.isConnected) return this.send({ type: "track", event });
    this.#waiting.push(event);
    this.prepare();
  }

  send(message: ToPanel): void {
    this.frame?.send(message);
  }

  restyle(): void {
    const element = this.#element;
    if (!element) return;
    this.place?.dress(element);
    this.send({ type: "style", theme: element.settings.theme, style: styleOf(element) });
  }

  remove(): void {
    this.frame?.stop();
    this.place?.remove();
    this.frame = this.place = null;
  }

  get #element(): Discovery | undefined {
    return this.#opener?.isConnected ? this.#opener : this.visit.elements[0];
  }

  /** The frame stays where it was first put: a browser would load it anew elsewhere. */
  #furnish(): void {
    const element = this.#element;
    if (!element || (this.frame && this.place?.isConnected)) return;
    this.frame?.stop();
    const { locale } = element.settings;
    const inline = this.visit.elements.find(({ settings }) => settings.mode === "inline");
    const place = inline ? createInline(inline, this.#ways) : createSheet(locale, this.#ways);
    place.dress(element);
    this.place = place;
    this.frame = new Frame(place.stage, textsIn(locale).title, {
      setup: () => this.#setup(this.#element ?? element),
      connected: () => {
        if (place.isOpen) this.send({ type: "open", ...this.#asked });
        for (const event of this.#waiting.splice(0)) this.send({ type: "track", event });
      },
      heard: (message) => heard(this, message),
      settled: (fault) => {
        if (place.isOpen) place.stage.takeFocus();
        if (fault) tellError(this.teller, fault, FAULTS[fault]);
      },
    });
  }

  #setup(element: Discovery): Setup {
    const told = this.visit.productId === undefined ? element.settings.productId : this.visit.productId;
    return {
      ...setupOf(element),
      mode: this.place?.isInline ? "inline" : element.settings.mode,
      start: this.#waiting.length ? "visit" : element.settings.start,
      productId: this.#asked.productId ?? told,
      loadTimeMs: this.visit.loadTimeMs(),
    };
  }
}
