/** What stands in the place of frames that could not be loaded. */

import { el } from "./dom.js";

export function unreachable() {
  return el(
    "div",
    { role: "alert" },
    el("p", {}, "The frames could not be loaded. Check your connection and try again."),
    el("button", { type: "button", onclick: () => location.reload() }, "Try again"),
  );
}
