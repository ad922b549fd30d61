/** Lengths of a face in mm, each with its error: the twin of `shared/faces/size.py`. */

import data from "../../../shared/faces/data/size.json" with { type: "json" };
import type { Length } from "./measurement.js";
import { cumulative } from "./normal.js";
import type { HeadFit } from "./pose.js";
import type { SizeBand } from "./result.js";
import { facing, pair, pixels } from "./scale.js";
import type { Scale } from "./scale.js";
import type { Points } from "./vector.js";

export type LengthName = keyof typeof data.lengths;

const MESH_POINTS = 468;
const names = Object.keys(data.lengths) as LengthName[];

/** From 478 landmarks in picture pixels; what each length is between stands in `shared/faces/size.py`. */
export function measure(landmarks: Points, fit: HeadFit, scale: Scale): Record<LengthName, Length> {
  const lengths = names.map((name) => [name, length(name, landmarks, fit, scale)]);
  return Object.fromEntries(lengths) as Record<LengthName, Length>;
}

function length(name: LengthName, landmarks: Points, { pose }: HeadFit, scale: Scale): Length {
  const { pairs, across, perNearness } = data.lengths[name];
  const seenPx = pixels(landmarks, pairs.map(pair)) / (across ? facing(pose) : 1);
  const mm = (seenPx / scale.pxPerMm) * Math.exp(-perNearness * scale.viewpoint.nearness);
  return { mm, plusMinusMm: mm * relativeError(name, scale, pose.yaw, faceWidthPx(landmarks)) };
}

/** One standard deviation as a share of the length, of independent parts. */
function relativeError(name: LengthName, scale: Scale, yaw: number, widthPx: number): number {
  const { jitter, perNearness } = data.lengths[name];
  const known = name === scale.source; // a length that the shopper gave is as exact as they say
  const wavers = known ? 0 : jitter * Math.max(1, data.small.steadyFromPx / widthPx);
  const turned = known ? 0 : data.yaw.sdPerDegree * Math.abs(yaw);
  return Math.hypot(scale.error, wavers, turned, Math.abs(perNearness) * scale.viewpoint.sd);
}

/** How likely the true width lies in each band of frame sizes, given its error. */
export function bandProbabilities({ mm, plusMinusMm }: Length): Record<SizeBand, number> {
  const narrow = cumulative((data.bands.narrowBelowMm - mm) / plusMinusMm);
  const upTo = cumulative((data.bands.wideFromMm - mm) / plusMinusMm);
  return { narrow, medium: upTo - narrow, wide: 1 - upTo };
}

function faceWidthPx(landmarks: Points): number {
  const across = landmarks.slice(0, MESH_POINTS).map(([x]) => x);
  return Math.max(...across) - Math.min(...across);
}
