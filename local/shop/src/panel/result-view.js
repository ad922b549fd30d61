/** What the photo said: shape with its doubt, lengths with their errors, and the shopper's own word. */

import { el, withVariables } from "../dom.js";
import { capital, length, percent } from "../units.js";
import { SHAPES, shapeName, shapeWords } from "./shape-words.js";

const MEASURES = {
  pupillaryDistance: "Between the pupils (PD)",
  faceWidth: "Face width",
  faceLength: "Face length",
  templeWidth: "Width at the temples",
  bridgeWidth: "Nose bridge",
  eyeHeight: "Eye height",
  browHeight: "Pupil to brow",
};
const SHOWN = 2; // of the candidates

export function resultView(state, journey) {
  const { face, session } = state;
  return el(
    "div",
    { class: "view" },
    el("p", { class: "second" }, "Your face"),
    el("h3", { tabindex: "-1", class: "finding" }, shapeWords(face)),
    el(
      "ul",
      { class: "likely", "aria-label": "The two most likely shapes" },
      face.candidates.slice(0, SHOWN).map(candidate),
    ),
    face.notes.map((note) => el("p", { class: "second" }, note)),
    session.features.recommendations &&
      el("button", { type: "button", class: "main", onclick: () => journey.goTo("frames") }, "See frames that fit"),
    el("h4", {}, "Sizes"),
    el(
      "dl",
      { class: "facts" },
      el("div", {}, el("dt", {}, "Frame size"), el("dd", {}, capital(face.sizeBand))),
      inOrder(face.measurements).map(measure),
    ),
    el("p", { class: "second" }, "± is one standard deviation: two times in three the true value lies within it."),
    correction(state, journey),
    el("button", { type: "button", class: "quiet", onclick: () => journey.goTo("photo") }, "Measure another photo"),
  );
}

function candidate({ shape, probability }) {
  const bar = withVariables(el("span", { class: "likely-bar" }), {
    "--share": percent(probability).replace(" ", ""),
  });
  return el(
    "li",
    {},
    el("span", {}, shapeName(shape)),
    el("span", { class: "likely-track", "aria-hidden": "true" }, bar),
    el("span", { class: "number" }, percent(probability)),
  );
}

/** The lengths that frames are chosen by first; the others as they come. */
function inOrder(measurements) {
  const others = Object.keys(measurements).filter((name) => !(name in MEASURES));
  return [...Object.keys(MEASURES), ...others]
    .filter((name) => name in measurements)
    .map((name) => [name, measurements[name]]);
}

function measure([name, value]) {
  const label = MEASURES[name] ?? capital(name.replace(/([A-Z])/g, " $1").toLowerCase());
  return el("div", {}, el("dt", {}, label), el("dd", {}, length(value)));
}

function correction({ face, correcting }, journey) {
  return el(
    "details",
    { class: "correction", open: correcting, ontoggle: ({ target }) => journey.correcting(target.open) },
    el("summary", {}, "You see it differently?"),
    el(
      "fieldset",
      { class: "picker" },
      el("legend", {}, "Your word counts from then on"),
      SHAPES.map((shape) => [
        el("input", {
          type: "radio",
          name: "shape",
          id: `own-${shape}`,
          checked: face.faceShape === shape,
          onchange: () => journey.correct(shape),
        }),
        el("label", { for: `own-${shape}` }, shapeName(shape)),
      ]),
    ),
  );
}
