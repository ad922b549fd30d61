/** Before any photo: what for, what is kept, how to take it back; an unticked box. */

import { el } from "../dom.js";

export function consentView({ busy, session }, journey) {
  const box = el("input", { type: "checkbox", id: "agree", "aria-describedby": "agree-missing" });
  const missing = el("p", { class: "field-note", id: "agree-missing", role: "alert" });
  const submit = (event) => {
    event.preventDefault();
    if (box.checked) journey.agree();
    else missing.textContent = "Tick the box to go on with a photo.";
  };
  return el(
    "form",
    { class: "view", onsubmit: submit, novalidate: true },
    el("h3", { tabindex: "-1" }, "May we measure one photo of you?"),
    el(
      "dl",
      { class: "terms" },
      term("What for", "To find your face shape and frame size, and to show first the frames that meet them."),
      term(
        "What is kept",
        "The numbers, with the record of your visit; your receipt says for how long. The photo is deleted as soon as it is measured. If you choose another face shape yourself, your choice helps to tell shapes better.",
      ),
      term("Taking it back", "At any time, under “What we keep”. Then the numbers are erased as well."),
    ),
    el(
      "div",
      { class: "choice choice-large" },
      box,
      el("label", { for: "agree" }, "I agree that one photo of my face is measured for this."),
    ),
    missing,
    el("button", { type: "submit", class: "main", disabled: busy }, "Continue"),
    withoutPhoto(session, journey),
  );
}

/** The way on for whoever wants no photo. */
export function withoutPhoto({ features }, journey) {
  const to = features.chat ? "chat" : features.recommendations && "frames";
  return (
    to && el("button", { type: "button", class: "quiet", onclick: () => journey.goTo(to) }, "Go on without a photo")
  );
}

function term(name, text) {
  return el("div", {}, el("dt", {}, name), el("dd", {}, text));
}
