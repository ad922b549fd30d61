/** The journey panel: a sheet with the fit, the frames and the chat. Draws the store, nothing else. */

import { el } from "../dom.js";
import { chatView } from "./chat-view.js";
import { consentView } from "./consent-view.js";
import { record } from "./events.js";
import { framesView } from "./frames-view.js";
import { createJourney } from "./journey.js";
import { erasedView, keptView } from "./kept-view.js";
import { measuringView, photoView } from "./photo-view.js";
import { problemNote } from "./problem-note.js";
import { resultView } from "./result-view.js";

const VIEWS = {
  consent: consentView,
  photo: photoView,
  measuring: measuringView,
  result: resultView,
  frames: framesView,
  chat: chatView,
  kept: keptView,
  erased: erasedView,
};
const FIT_VIEWS = ["consent", "photo", "measuring", "result"];

/** `begun`: when the page began to load it, by `performance.now()`. Returns `{open}`. */
export function createPanel(productId, begun) {
  const journey = createJourney(productId);
  const tabs = el("nav", { class: "tabs", "aria-label": "Steps" });
  const body = el("div", { class: "sheet-body journey-body" });
  const said = el("p", { class: "unseen", role: "status" });
  const kept = el("button", { type: "button", class: "quiet", onclick: () => journey.goTo("kept") }, "What we keep");
  const sheet = el(
    "dialog",
    { class: "sheet journey", "aria-labelledby": "journey-title" },
    el(
      "header",
      { class: "sheet-head" },
      el("h2", { id: "journey-title" }, "Find frames that fit"),
      el("button", { type: "button", class: "quiet", onclick: () => sheet.close() }, "Close"),
    ),
    tabs,
    body,
    said,
    el("footer", { class: "sheet-foot" }, kept),
  );
  sheet.addEventListener("click", (event) => event.target === sheet && sheet.close());
  document.body.append(sheet);
  let before = {};
  journey.store.listen((state) => {
    tabs.replaceChildren(...tabButtons(state, journey));
    kept.hidden = !state.session || state.view === "kept";
    drawBody(body, state, journey, before);
    said.textContent = news(state, before) ?? said.textContent;
    before = state;
  });
  record("widget_loaded", { widgetLoadTime: Math.round(performance.now() - begun) });
  return {
    open() {
      sheet.showModal();
      record("widget_opened");
      journey.open();
    },
  };
}

function tabButtons({ session, view, face, receipt }, journey) {
  if (!session) return [];
  const fit = face ? "result" : receipt ? "photo" : "consent";
  const tab = (name, to, current) =>
    el(
      "button",
      { type: "button", id: `tab-${name}`, "aria-current": current && "step", onclick: () => journey.goTo(to) },
      name,
    );
  const { faceAnalysis, recommendations, chat } = session.features;
  return [
    faceAnalysis && tab("Your fit", fit, FIT_VIEWS.includes(view)),
    recommendations && tab("Frames", "frames", view === "frames"),
    chat && tab("Ask", "chat", view === "chat"),
  ].filter(Boolean);
}

function drawBody(body, state, journey, before) {
  const { id } = document.activeElement;
  const arrived = state.view !== before.view;
  const view = VIEWS[state.view];
  body.replaceChildren(
    ...[
      state.notice && el("p", { class: "note" }, state.notice),
      view && view(state, journey),
      problemNote(state.problem),
      !view && !state.problem && el("p", { class: "second" }, "One moment"),
    ]
      .flat()
      .filter(Boolean),
  );
  if (arrived) {
    body.scrollTop = 0;
    body.querySelector("h3")?.focus({ preventScroll: true });
  } else if (state.problem && !before.problem) body.querySelector(".note-bad").focus({ preventScroll: true });
  else if (id) body.querySelector(`#${CSS.escape(id)}`)?.focus({ preventScroll: true });
  body.querySelector("[data-asked]")?.scrollIntoView({ block: "start" });
}

/** What a screen reader is told when the change is not where the focus is. */
function news(state, before) {
  if (state.messages.length > (before.messages?.length ?? 0)) {
    const last = state.messages.at(-1);
    return last.by === "shop" ? last.text : "Sent";
  }
  if (state.view === "measuring" && state.sent === state.total && before.sent !== state.sent) return "Measuring";
  if (state.frames && !before.frames) return `${state.frames.length} frames found`;
  return null;
}
