/** Lengths of a face in mm, scaled by the iris; each with its error. The numbers are in `shared/faces/data/size.json`. */

import data from "../../../shared/faces/data/size.json" with { type: "json" };
import type { Length } from "./measurement.js";
import type { Pose, SizeBand } from "./result.js";
import { at } from "./vector.js";
import type { Points } from "./vector.js";

export type LengthName = keyof typeof data.lengths;
type Pair = readonly [number, number];

const names = Object.keys(data.lengths) as LengthName[];

export const irisPairs = data.iris.pairs.map(pair);

/** From 478 landmarks in picture pixels; what each length is between stands in `shared/faces/size.py`. */
export function measure(landmarks: Points, pose: Pose): Record<LengthName, Length> {
  const mmPerPx = (data.iris.mm * data.drawn.factor) / meanDistance(landmarks, irisPairs);
  const lengths = names.map((name) => [name, length(name, landmarks, mmPerPx, pose)]);
  return Object.fromEntries(lengths) as Record<LengthName, Length>;
}

function length(name: LengthName, landmarks: Points, mmPerPx: number, pose: Pose): Length {
  const mm = meanDistance(landmarks, data.lengths[name].pairs.map(pair)) * mmPerPx;
  return { mm, plusMinusMm: mm * relativeError(name, pose) };
}

/** One standard deviation as a share of the length, of independent parts. */
export function relativeError(name: LengthName, pose: Pose): number {
  const iris = data.iris.sdMm / data.iris.mm;
  const drawn = data.drawn.sd / data.drawn.factor;
  const yaw = data.yaw.sdPerDegree * Math.abs(pose.yaw);
  return Math.hypot(iris, drawn, data.lengths[name].jitter, yaw);
}

export function sizeBand(faceWidth: Length): SizeBand {
  if (faceWidth.mm < data.bands.narrowBelowMm) return "narrow";
  return faceWidth.mm >= data.bands.wideFromMm ? "wide" : "medium";
}

function pair(places: readonly number[]): Pair {
  const [first, second] = places;
  if (first === undefined || second === undefined) throw new RangeError("a length has two ends");
  return [first, second];
}

/** In the picture's plane, in px. */
function meanDistance(landmarks: Points, pairs: readonly Pair[]): number {
  const apart = pairs.map(([first, second]) => {
    const [a, b] = [at(landmarks, first), at(landmarks, second)];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  });
  return apart.reduce((sum, px) => sum + px, 0) / apart.length;
}
