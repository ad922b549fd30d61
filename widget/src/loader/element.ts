/** `<ai-discovery>`: a launcher, a panel in its place, or a product's button, by its attribute `mode`. */

import { el } from "./dom.js";
import { dress } from "./dress.js";
import { safely, tellError } from "./events.js";
import { drawn } from "./load-time.js";
import { look, mark } from "./look.js";
import { isOffered } from "./memory.js";
import { elements } from "./registry.js";
import { NAMES, settingsOf } from "./settings.js";
import type { Settings } from "./settings.js";
import { textsIn } from "./texts.js";
import { visitOf } from "./visit.js";
import type { Visit } from "./visit.js";
import { whenIdle } from "./when.js";

export class Discovery extends HTMLElement {
  static readonly observedAttributes: readonly string[] = NAMES;

  settings: Settings = settingsOf(this);
  /** null: its client or key is missing. */
  visit: Visit | null = null;
  /** All that is drawn. */
  readonly root = el("div", {});
  readonly shadow = this.attachShadow({ mode: "open" });
  #button: HTMLButtonElement | null = null;

  connectedCallback(): void {
    elements.add(this);
    safely(() => {
      this.#draw();
      if (this.settings.start === "visit") whenIdle(safely(() => this.isConnected && this.visit?.prepare()));
    })();
  }

  disconnectedCallback(): void {
    elements.delete(this);
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (elements.has(this) && before !== now) safely(() => this.#change(name))();
  }

  /** Shows itself when this shopper is offered what it leads to. */
  offer(): void {
    const { client, mode } = this.settings;
    this.root.hidden = !isOffered(client, mode) && !this.root.classList.contains("open");
  }

  show(state: "ready" | "busy" | "failed"): void {
    const label = state === "failed" ? textsIn(this.settings.locale).failed : this.#label();
    this.#button?.setAttribute("aria-busy", String(state === "busy"));
    this.#button?.lastChild?.replaceWith(label);
  }

  /** Leaves nothing of it but the tag. */
  clear(): void {
    this.root.remove();
    this.visit = null;
  }

  #change(name: string): void {
    this.settings = settingsOf(this);
    const { theme, productId, mode } = this.settings;
    if (name === "theme") {
      this.root.dataset["theme"] = theme;
      this.visit?.embedded?.restyle();
    } else if (name !== "product-id") this.#draw();
    else if (mode !== "button") this.visit?.product(productId);
  }

  #draw(): void {
    if (this.root.querySelector("iframe")) return; // it would be loaded anew
    const start = performance.now();
    this.settings = settingsOf(this);
    const { client, key, mode, position, locale } = this.settings;
    if (!client || !key) {
      this.clear();
      return tellError(this, "NOT_CONFIGURED", "The attributes client and key say whose panel this is.");
    }
    this.visit = visitOf(this.settings);
    const isInline = mode === "inline";
    const click = safely(() => this.#open());
    this.#button = el("button", { type: "button", class: mode === "button" ? "plain" : "main", click }, "");
    if (!isInline) {
      this.#button.setAttribute("aria-haspopup", "dialog");
      this.#button.prepend(mark());
    }
    this.show("ready");
    this.root.className = `root ${mode}`;
    this.root.dataset["position"] = position;
    this.root.replaceChildren(
      isInline ? el("div", { class: "poster" }, ...poster(locale), this.#button) : this.#button,
    );
    dress(this.root, this, this.settings);
    look(this.shadow, mode);
    this.offer();
    this.shadow.append(this.root);
    drawn(start);
  }

  #label(): string {
    const { locale, label, mode } = this.settings;
    return label || textsIn(locale)[mode === "button" ? "wear" : "find"];
  }

  #open(): void {
    const { mode, productId } = this.settings;
    this.visit?.open(this, mode === "button" && productId ? { productId, view: "mirror" } : {});
  }
}

/** The fit ruler, and what is offered. */
function poster(locale: string): HTMLElement[] {
  return [el("div", { class: "rule" }, mark()), el("p", {}, textsIn(locale).lead)];
}
