/** The way into the journey panel: loaded on the first click, and offered at the page's foot when out of sight. */

import { el } from "./dom.js";

/** Starts all `[data-find]` buttons now and later on the page. `productId`: the product page it stands on. */
export function startFinder(productId = null) {
  const begun = performance.now();
  let panel = null;
  const open = async () => {
    panel ??= import("./panel/panel.js").then(({ createPanel }) => createPanel(productId, begun));
    (await panel).open();
  };
  const again = el(
    "button",
    { type: "button", class: "find-again", hidden: true, onclick: open },
    "Find frames that fit",
  );
  document.body.append(again);
  document.addEventListener("click", (event) => event.target.closest("[data-find]") && open());
  watchSight(again);
}

function watchSight(again) {
  const sight = new IntersectionObserver(([entry]) => (again.hidden = entry.isIntersecting));
  const watch = () => {
    const button = document.querySelector("[data-find]");
    if (button) sight.observe(button);
  };
  new MutationObserver(() => {
    sight.disconnect();
    watch();
  }).observe(document.querySelector("main"), { childList: true });
  watch();
}
