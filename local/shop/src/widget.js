/** What the shop and the widget say to each other. When the widget never comes, the shop goes on without it. */

import { addToBasket } from "./basket.js";
import { keepFace } from "./shopper.js";

/** `[data-find]` buttons open the widget, its measured face is the shop's, and its frames go into the shop's basket. */
export function startWidget() {
  document.addEventListener("click", (event) => event.target.closest("[data-find]") && tellWidget("open"));
  document.addEventListener("ai-discovery:face", ({ detail }) => keepFace(detail));
  document.addEventListener("ai-discovery:add-to-cart", (event) => {
    event.preventDefault();
    const { productId } = event.detail;
    addToBasket(productId);
    tellWidget("cart", { productId, added: true });
  });
  showLauncherWhenNeeded();
}

/** The launcher leaves the way to the page's own button as long as that is in sight, and nothing has failed: it is the
    launcher that says so. */
function showLauncherWhenNeeded() {
  const launcher = document.querySelector("body > ai-discovery");
  const sight = new IntersectionObserver(([entry]) => (launcher.hidden = entry.isIntersecting));
  const watch = () => {
    const button = document.querySelector("[data-find]");
    sight.disconnect();
    if (button) sight.observe(button);
    else launcher.hidden = false;
  };
  document.addEventListener("ai-discovery:error", () => (launcher.hidden = false));
  new MutationObserver(watch).observe(document.querySelector("main"), { childList: true });
  watch();
}

/** What is said before the widget is there waits for it. */
export function tellWidget(...command) {
  window.AIDiscovery ??= (...early) => (window.AIDiscovery.q ??= []).push(early);
  window.AIDiscovery(...command);
}
