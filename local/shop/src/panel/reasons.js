/** Why a frame stands where it stands: each reason's bar begins where the last one ended, up to the score.
    Whole points are taken from the running sum, so that they add up as the bars do. */

import { el, withVariables } from "../dom.js";

const points = (share) => Math.round(100 * share);
const signed = (whole) => (whole < 0 ? `−${-whole}` : `+${whole}`);

export function whyThis({ score, reasons }) {
  let reached = 0;
  const rows = reasons.map(({ text, contribution }) => {
    const before = reached;
    reached += contribution;
    return row(text, signed(points(reached) - points(before)), Math.min(before, reached), contribution);
  });
  return el(
    "details",
    { class: "why" },
    el("summary", {}, "Why this frame", el("span", { class: "second" }, `  ${points(score)} of 100`)),
    el("ul", {}, rows, row("Together", points(score), 0, score, "why-sum")),
  );
}

function row(text, number, from, contribution, name = "") {
  const bar = el("span", { class: contribution < 0 ? "why-bar why-bar-less" : "why-bar", "aria-hidden": "true" });
  withVariables(bar, { "--from": `${100 * from}%`, "--share": `${100 * Math.abs(contribution)}%` });
  return el(
    "li",
    { class: name },
    el("span", {}, text),
    el("span", { class: "number" }, number),
    el("span", { class: "why-track" }, bar),
  );
}
