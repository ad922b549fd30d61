/** Facts of a frame's lenses and fitting, in words. Sun protection by EN ISO 12312-1. */

import { percent, mm, capital } from "./units.js";

const FILTERS = [
  "clear or very light",
  "light tint, for a little sun",
  "medium tint, for changing sun",
  "dark, for bright sun",
  "very dark, for high mountains and snow",
];

/** Pairs of name and value; only what is known. */
export function lensFacts(frame) {
  const { lens } = frame;
  return [
    ["Lens colour", capital(lens.colour)],
    ["Sun filter", `Category ${lens.category}: ${FILTERS[lens.category]}`],
    ["Light let through", percent(lens.tau / 100)],
    ["UV protection", lens.uv400 ? "UV400" : "Not stated"],
    ["Finish", finish(lens)],
    ["Driving", lens.drivingOk ? "Suited by day" : "Not for driving"],
    ["Prescription", prescription(frame)],
    ["Progressive lenses", frame.progressiveOk ? "Possible" : "The lens is too low for them"],
    ["Pupil distance", frame.minPd && frame.maxPd && `${Math.round(frame.minPd)} to ${mm(frame.maxPd)}`],
  ].filter(([, value]) => value);
}

export function frameFacts(frame) {
  return [
    ["Shape", capital(frame.frameShape.replace("-", " "))],
    ["Rim", { full: "Full rim", semi: "Half rim", rimless: "Rimless" }[frame.rimType]],
    ["Material", capital(frame.material)],
    ["Weight", frame.weightG && `${frame.weightG.toFixed(0)} g`],
    ["Bridge", frame.noseFit === "low_bridge" ? "Made for a low bridge" : "Standard"],
    ["Nose pads", frame.nosePads ? "Adjustable" : "None"],
  ].filter(([, value]) => value);
}

function finish(lens) {
  const parts = [lens.polarized && "polarised", lens.gradient && "graduated", lens.mirror && "mirrored"].filter(
    Boolean,
  );
  return capital(parts.join(", "));
}

function prescription(frame) {
  if (!frame.rxAble) return "Not with prescription lenses";
  if (!frame.rxRange) return "Possible";
  const [from, to] = frame.rxRange.map((sphere) => `${sphere > 0 ? "+" : sphere < 0 ? "−" : ""}${Math.abs(sphere)}`);
  return `Sphere ${from} to ${to}`;
}
