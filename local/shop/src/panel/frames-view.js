/** The recommended frames, each with its fit and its reasons. */

import { el } from "../dom.js";
import { record } from "./events.js";
import { frameCard } from "./frame-card.js";

const SEEN_SHARE = 0.5; // of a card in view
const seen = new Set();

export function framesView({ frames, note, impressionId, face, session, busy }, journey) {
  const cards = (frames ?? []).map((found) => frameCard(found, face));
  watch(cards, impressionId);
  return el(
    "div",
    { class: "view" },
    el("h3", { tabindex: "-1" }, face ? "Frames for your face" : "Frames you may like"),
    !face && session.features.faceAnalysis && withPhoto(journey),
    note && el("p", { class: "note" }, note),
    !frames && busy && waiting(),
    frames?.length === 0 &&
      el("p", {}, "Nothing in stock meets all you asked for. Ask for one thing less, or look through the list."),
    cards.length > 0 && el("ol", { class: "frame-cards" }, cards),
    frames &&
      session.features.chat &&
      el("button", { type: "button", class: "plain", onclick: () => journey.goTo("chat") }, "Ask for something else"),
  );
}

function withPhoto(journey) {
  return el(
    "p",
    { class: "note" },
    "Without a photo the order follows your words and what others look at. ",
    el("button", { type: "button", class: "link", onclick: () => journey.goTo("consent") }, "Add a photo"),
  );
}

function waiting() {
  return el(
    "div",
    { class: "frame-cards", "aria-hidden": "true" },
    [1, 2].map(() => el("div", { class: "frame-card ghost" })),
  );
}

/** A recommendation counts as viewed once it was really in view, once for each time it was shown. */
function watch(cards, impressionId) {
  const sight = new IntersectionObserver(
    (entries) => {
      for (const { isIntersecting, target } of entries)
        if (isIntersecting) viewed(target.dataset.product, impressionId);
    },
    { threshold: SEEN_SHARE },
  );
  for (const card of cards) sight.observe(card);
}

function viewed(productId, impressionId) {
  const key = `${impressionId} ${productId}`;
  if (seen.has(key)) return;
  seen.add(key);
  record("recommendation_viewed", { productId });
}
