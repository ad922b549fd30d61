/** A call that failed: what to do, and a way to try again once the API says it may be tried. */

import { el } from "../dom.js";

const SECOND_MS = 1000;

export function problemNote(problem) {
  if (!problem) return null;
  const button = el("button", { type: "button", class: "plain", id: "retry", onclick: problem.retry }, "Try again");
  if (problem.retryAfterSeconds) countDown(button, problem.retryAfterSeconds);
  return el("div", { class: "note note-bad", role: "alert", tabindex: "-1" }, el("p", {}, problem.message), button);
}

function countDown(button, seconds) {
  button.disabled = true;
  button.textContent = `Try again in ${seconds} s`;
  const timer = setInterval(() => {
    seconds -= 1;
    button.textContent = seconds > 0 ? `Try again in ${seconds} s` : "Try again";
    button.disabled = seconds > 0;
    if (seconds <= 0 || !button.isConnected) clearInterval(timer);
  }, SECOND_MS);
}
