/** All that is kept of the shopper, and its erasure with a receipt. */

import { el } from "../dom.js";
import { moment, plural } from "../units.js";

const KINDS = {
  sessions: ["visit", "visits"],
  messages: ["message of the chat", "messages of the chat"],
  analyses: ["measured face", "measured faces"],
  consents: ["receipt of your agreement", "receipts of your agreement"],
  events: ["step on your way", "steps on your way"],
  impressions: ["list of frames shown", "lists of frames shown"],
  replays: ["copy of an answer", "copies of answers"],
};

export function keptView({ kept, receipt, confirming, busy }, journey) {
  return el(
    "div",
    { class: "view" },
    el("h3", { tabindex: "-1" }, "What we keep"),
    el("p", {}, "This is all that is stored of your visit. No photo is among it."),
    kept && el("div", { class: "kept" }, group("The visit", [kept.session]), groups(kept)),
    receipt &&
      el(
        "button",
        { type: "button", class: "plain", disabled: busy, onclick: journey.takeBack },
        "Take back my agreement",
      ),
    kept && (confirming ? confirmation(busy, journey) : eraseButton(journey)),
  );
}

export function erasedView({ erasure }, journey) {
  const counts = Object.entries(erasure.erased).filter(([, count]) => count > 0);
  return el(
    "div",
    { class: "view" },
    el("h3", { tabindex: "-1" }, "Everything is erased"),
    el(
      "ul",
      { class: "tips" },
      counts.map(([kind, count]) => el("li", {}, plural(count, ...(KINDS[kind] ?? [kind, kind])))),
    ),
    el("p", { class: "second" }, `Receipt ${erasure.receiptId}, ${moment(erasure.at)}.`),
    el("button", { type: "button", class: "main", onclick: journey.begin }, "Begin again"),
  );
}

function groups(kept) {
  return Object.entries(KINDS)
    .filter(([kind]) => kept[kind])
    .map(([kind, names]) => group(plural(kept[kind].length, ...names), kept[kind]));
}

function group(title, records) {
  if (!records.length) return el("p", { class: "second kept-none" }, title);
  return el("details", {}, el("summary", {}, title), el("pre", { tabindex: "0" }, JSON.stringify(records, null, 2)));
}

function eraseButton(journey) {
  return el(
    "button",
    { type: "button", class: "plain plain-bad", id: "erase", onclick: () => journey.confirmErase(true) },
    "Erase everything",
  );
}

function confirmation(busy, journey) {
  return el(
    "div",
    { class: "note note-attention", role: "alert" },
    el("p", {}, "Measurements, messages and this visit will be gone for good."),
    el(
      "button",
      { type: "button", class: "plain plain-bad", id: "erase", disabled: busy, onclick: journey.erase },
      "Yes, erase",
    ),
    el("button", { type: "button", class: "quiet", onclick: () => journey.confirmErase(false) }, "Keep it"),
  );
}
