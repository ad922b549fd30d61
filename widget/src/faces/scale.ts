/** Pixels to the mm at the eyes: the twin of `shared/faces/scale.py`. */

import data from "../../../shared/faces/data/size.json" with { type: "json" };
import type { ImageSize } from "./given.js";
import type { HeadFit } from "./pose.js";
import { InvalidReference, cardPx } from "./reference.js";
import type { Reference } from "./reference.js";
import type { Pose, ScaleSource } from "./result.js";
import { at } from "./vector.js";
import type { Points } from "./vector.js";
import { viewpoint } from "./viewpoint.js";
import type { Viewpoint } from "./viewpoint.js";

export type Pair = readonly [number, number];

/** `error` is one standard deviation as a share. */
export interface Scale {
  readonly pxPerMm: number;
  readonly error: number;
  readonly source: ScaleSource;
  readonly viewpoint: Viewpoint;
}

export const irisPairs = data.iris.pairs.map(pair);
const pupils = data.lengths.pupillaryDistance.pairs.map(pair);

/** The best of what is there, the one with the smallest error. Raises `InvalidReference`. */
export function findScale(landmarks: Points, fit: HeadFit, size: ImageSize, reference: Reference): Scale {
  const iris = byIris(landmarks, fit, Math.max(...size));
  const given = [...byCard(reference, fit.pose, size), ...byPupils(reference, landmarks, fit.pose, iris.viewpoint)];
  for (const scale of given) {
    const apart = Math.abs(Math.log(scale.pxPerMm / iris.pxPerMm));
    const believable = data.references.furthestFromIris * Math.hypot(scale.error, iris.error);
    if (apart > believable) throw new InvalidReference(scale.source);
  }
  return [...given, iris].reduce((best, next) => (next.error < best.error ? next : best));
}

/** Mean distance of the pairs in the picture's plane. */
export function pixels(landmarks: Points, pairs: readonly Pair[]): number {
  const apart = pairs.map(([first, second]) => {
    const [a, b] = [at(landmarks, first), at(landmarks, second)];
    return Math.hypot(a[0] - b[0], a[1] - b[1]);
  });
  return apart.reduce((sum, px) => sum + px, 0) / apart.length;
}

/** By what a length across the face is shortened because the head is turned. */
export function facing({ yaw }: Pose): number {
  return Math.cos((yaw * Math.PI) / 180);
}

export function pair(places: readonly number[]): Pair {
  const [first, second] = places;
  if (first === undefined || second === undefined) throw new RangeError("a length has two ends");
  return [first, second];
}

function byIris(landmarks: Points, { pxPerCm }: HeadFit, longestSidePx: number): Scale & { source: "iris" } {
  const { iris, head, people } = data;
  const irisCm = pixels(landmarks, irisPairs) / pxPerCm;
  const mmPerCm = (iris.mm / irisCm) ** iris.share * head.mmPerCm ** (1 - iris.share);
  const seen = pxPerCm / mmPerCm;
  const view = viewpoint(seen, longestSidePx);
  const pxPerMm = seen * Math.exp(head.perNearness * view.nearness);
  return { pxPerMm, error: Math.hypot(people.sd, head.perNearness * view.sd), source: "iris", viewpoint: view };
}

function byCard({ card }: Reference, pose: Pose, size: ImageSize): (Scale & { source: "card" })[] {
  if (card === undefined) return [];
  const numbers = data.references.card;
  const edgePx = cardPx(card, ...size) / facing(pose);
  if (edgePx < numbers.smallestPx) throw new InvalidReference("card");
  const seen = edgePx / numbers.edgeMm;
  const view = viewpoint(seen, Math.max(...size));
  const beforeM = numbers.beforeEyesMm / 1000;
  const stands = (numbers.beforeEyesSdMm / 1000) * view.nearness;
  const error = Math.hypot(numbers.endPx / edgePx, beforeM * view.sd, stands, numbers.heldSd);
  return [{ pxPerMm: seen * (1 - beforeM * view.nearness), error, source: "card", viewpoint: view }];
}

function byPupils(
  { pupillaryDistance: ownMm }: Reference,
  landmarks: Points,
  pose: Pose,
  view: Viewpoint,
): (Scale & { source: "pupillaryDistance" })[] {
  if (ownMm === undefined) return [];
  const pxPerMm = pixels(landmarks, pupils) / facing(pose) / ownMm;
  const error = data.references.pupillaryDistance.sdMm / ownMm;
  return [{ pxPerMm, error, source: "pupillaryDistance", viewpoint: view }];
}
