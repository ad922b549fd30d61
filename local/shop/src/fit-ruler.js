/** The fit ruler: a face's length as a soft band with its error, a frame's length as a crisp mark. */

import { el, svg, withVariables } from "./dom.js";
import { length, mm } from "./units.js";

/**
 * What can be laid on a ruler. `from`, `to`: its ends in mm; `frame`: the frame's length; `person`: the name of the
 * face's length, and `self` in words; `less`, `more`: how a frame differs; `same`: when it does not.
 */
export const RULERS = {
  width: {
    from: 108,
    to: 160,
    label: "Frame width",
    frame: (frame) => frame.frameWidth,
    person: "faceWidth",
    self: "your face",
    less: "narrower",
    more: "wider",
    same: "As wide as your face",
  },
  centres: {
    from: 50,
    to: 82,
    label: "Lens centres",
    frame: (frame) => frame.lensWidth + frame.bridge,
    person: "pupillaryDistance",
    self: "your pupils",
    less: "closer together",
    more: "further apart",
    same: "Lens centres at your pupils",
  },
};

/** `measurements` of the shopper's face, or null before one. The difference is stated and not judged. */
export function fitRuler(ruler, frame, measurements) {
  const mark = ruler.frame(frame);
  const person = measurements?.[ruler.person];
  const said = difference(ruler, mark, person);
  const facts = person ? `${ruler.label} ${mm(mark)}, ${ruler.self} ${length(person)}` : `${ruler.label} ${mm(mark)}`;
  return el(
    "figure",
    { class: "ruler" },
    el("div", { class: "ruler-rule" }, drawing(ruler, mark, person), number(ruler, mark)),
    el("figcaption", {}, said && el("span", { class: "ruler-words" }, said), el("span", { class: "second" }, facts)),
  );
}

/** The rule with the difference alone, for a list that says once whose face it is. */
export function fitMark(ruler, frame, measurements) {
  const mark = ruler.frame(frame);
  const person = measurements[ruler.person];
  return el(
    "figure",
    { class: "ruler" },
    el("div", { class: "ruler-rule" }, drawing(ruler, mark, person), number(ruler, mark)),
    el("figcaption", { class: "second" }, difference(ruler, mark, person)),
  );
}

function difference(ruler, mark, person) {
  if (!person) return "";
  const by = Math.round(mark - person.mm);
  if (by === 0) return ruler.same;
  return `${mm(Math.abs(by))} ${by < 0 ? ruler.less : ruler.more} than ${ruler.self}`;
}

function number(ruler, mark) {
  const label = el("span", { class: "ruler-number", "aria-hidden": "true" }, Number(mark.toFixed(1)));
  return withVariables(label, { "--at": `${(100 * place(ruler, mark)) / (ruler.to - ruler.from)}%` });
}

/** Drawn in mm and stretched sideways only; strokes keep their width. The caption says it all in words. */
function drawing(ruler, mark, person) {
  return svg(
    "svg",
    { viewBox: `0 0 ${ruler.to - ruler.from} 24`, preserveAspectRatio: "none", "aria-hidden": "true" },
    person && [band(ruler, person, 2, "ruler-band-outer"), band(ruler, person, 1, "ruler-band")],
    person && upright(place(ruler, person.mm), 4, "ruler-mean"),
    ticks(ruler),
    upright(place(ruler, mark), 0, "ruler-mark"),
  );
}

/** The mean and `errors` standard deviations on either side. */
function band(ruler, { mm: mean, plusMinusMm }, errors, name) {
  const from = place(ruler, mean - errors * plusMinusMm);
  const to = place(ruler, mean + errors * plusMinusMm);
  return svg("rect", { class: name, x: from, y: 4, width: to - from, height: 20 });
}

function ticks({ from, to }) {
  const heights = (at) => (at % 10 === 0 ? 14 : at % 5 === 0 ? 18 : 21);
  return Array.from({ length: to - from + 1 }, (_, index) => upright(index, heights(from + index), "ruler-tick"));
}

function upright(x, top, name) {
  return svg("line", { class: name, x1: x, x2: x, y1: top, y2: 24, "vector-effect": "non-scaling-stroke" });
}

/** Where a length lies, in mm from the ruler's beginning; what lies beyond stays at the end. */
function place({ from, to }, value) {
  return Math.min(to, Math.max(from, value)) - from;
}
