/** A frame's boxing measures (ISO 8624) drawn on its picture, at the picture's own scale. */

import { el, svg } from "./dom.js";
import { framePicture } from "./frame-picture.js";
import { FRONT, lensCentreMm } from "./scale.js";
import { mm } from "./units.js";

const MIDDLE = FRONT.widthMm / 2;
const ROOM_MM = 26; // below the picture, for the frame's width and the temple
const TICK_MM = 1.6;
const LIFT_MM = 2.4; // of a number over its line

export function dimensionDrawing(frame) {
  return el(
    "figure",
    { class: "drawing" },
    el("div", { class: "drawing-sheet" }, framePicture(frame, { alt: "" }), lines(frame)),
    el("figcaption", {}, table(frame)),
  );
}

/** Hidden from screen readers: the table below says the same. */
function lines(frame) {
  const { lensWidth: a, lensHeight: b, bridge, frameWidth, temple } = frame;
  const half = bridge / 2;
  const centre = lensCentreMm(frame);
  const top = centre - b / 2;
  const foot = FRONT.heightMm;
  return svg(
    "svg",
    { class: "drawing-lines", viewBox: `0 0 ${FRONT.widthMm} ${foot + ROOM_MM}`, "aria-hidden": "true" },
    lensBox(MIDDLE - half - a, top, a, b),
    lensBox(MIDDLE + half, top, a, b),
    across(MIDDLE - half - a, a, centre, `A ${mm(a)}`),
    down(MIDDLE + half + a * 0.25, top, b, `B ${mm(b)}`),
    [-half, half].map((x) => extension(MIDDLE + x, top - 6, top)),
    across(MIDDLE - half, bridge, top - 6, `DBL ${mm(bridge)}`),
    [-1, 1].map((side) => extension(MIDDLE + (side * frameWidth) / 2, centre, foot + 4)),
    across(MIDDLE - frameWidth / 2, frameWidth, foot + 4, `Frame width ${mm(frameWidth)}`),
    across(MIDDLE - temple / 2, temple, foot + 17, `Temple ${mm(temple)}`),
  );
}

function lensBox(x, y, width, height) {
  return svg("rect", { class: "drawing-box", x, y, width, height });
}

function across(x, width, y, text) {
  const ends = [x, x + width].map((at) => stroke(at, y - TICK_MM, at, y + TICK_MM));
  return svg("g", {}, stroke(x, y, x + width, y), ends, number(x + width / 2, y - LIFT_MM, text));
}

function down(x, y, height, text) {
  const ends = [y, y + height].map((at) => stroke(x - TICK_MM, at, x + TICK_MM, at));
  const label = number(x + LIFT_MM, y + height / 2, text, "drawing-number drawing-number-side");
  return svg("g", {}, stroke(x, y, x, y + height), ends, label);
}

function extension(x, from, to) {
  return stroke(x, from, x, to, "drawing-extension");
}

function stroke(x1, y1, x2, y2, name = "drawing-line") {
  return svg("line", { class: name, x1, y1, x2, y2 });
}

function number(x, y, text, name = "drawing-number") {
  return svg("text", { class: name, x, y }, text);
}

function table(frame) {
  const rows = [
    ["Lens width (A)", frame.lensWidth],
    ["Lens height (B)", frame.lensHeight],
    ["Bridge (DBL)", frame.bridge],
    ["Frame width", frame.frameWidth],
    ["Temple", frame.temple],
    ["Lens centres (A + DBL)", frame.lensWidth + frame.bridge],
  ];
  return el(
    "dl",
    { class: "facts" },
    rows.map(([name, value]) => el("div", {}, el("dt", {}, name), el("dd", {}, mm(value)))),
  );
}
