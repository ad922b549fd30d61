/** Where the panel's frame stands: a calm shell until the panel has drawn, words and a way on when it does not come. */

import { el } from "../dom.js";
import type { Ways } from "./place.js";
import type { Texts } from "./texts.js";

export interface Stage {
  readonly node: HTMLElement;
  state: "loading" | "drawn" | "failed";
  /** To what can be acted on now. */
  focus(): void;
  /** The same, unless the shopper is busy elsewhere in the page. */
  takeFocus(): void;
}

export function createStage(texts: Texts, { close, again }: Pick<Ways, "close" | "again">): Stage {
  const button = (className: string, click: () => void, text: string): HTMLButtonElement =>
    el("button", { type: "button", class: className, click }, text);
  const closer = button("quiet", close, texts.close);
  const retry = button("main", again, texts.again);
  const loading = el("div", { class: "loading", role: "status", "aria-label": texts.loading });
  loading.append(el("div", { class: "ghost" }), el("div", { class: "ghost" }));
  const failed = el("div", { class: "failed", role: "alert" });
  const shell = el("div", {}, el("div", { class: "head" }, el("p", {}, texts.title), closer), loading, failed);
  const node = el("div", { class: "stage" }, shell);
  const stage: Stage = {
    node,
    get state() {
      return node.dataset["state"] as Stage["state"];
    },
    set state(state) {
      node.dataset["state"] = state;
      shell.hidden = state === "drawn";
      loading.hidden = state === "failed";
      // Said by a screen reader when it comes into the page.
      failed.replaceChildren(
        ...(state === "failed" ? [el("h2", {}, texts.failed), el("p", {}, texts.failedText), retry] : []),
      );
    },
    focus() {
      const { state } = stage;
      (state === "drawn" ? node.querySelector("iframe") : state === "failed" ? retry : closer)?.focus();
    },
    takeFocus() {
      const isHere = (node.getRootNode() as ShadowRoot).activeElement;
      if (isHere || document.activeElement === document.body) stage.focus();
    },
  };
  stage.state = "loading";
  return stage;
}
