/**
 * How the head is turned, from the landmarks alone.
 *
 * A rigid fit (rotation, scale, shift) to MediaPipe's canonical face, by the 33 points and weights that MediaPipe's own
 * geometry pipeline uses: `shared/faces/data/canonical.json`.
 */

import canonical from "../../../shared/faces/data/canonical.json" with { type: "json" };
import type { Pose } from "./result.js";
import { rotation } from "./rotation.js";
import { at, dot, minus, plus, scaled, through, times, vector } from "./vector.js";
import type { Matrix, Points, Vector } from "./vector.js";

const ORIGIN: Vector = [0, 0, 0];
const DEGREES = 180 / Math.PI;

const places = canonical.points.map(({ point }) => point);
const weights = shares(canonical.points.map(({ weight }) => weight));
const face = aroundCentre(canonical.points.map(({ xyz }) => vector(xyz)));
const axes: Vector = [1, -1, -canonical.depth]; // picture (y down, z away) to head (y up, z to the camera)

/** The points have no extent, so no head can be fitted to them. */
export class NoFit extends Error {}

/**
 * `straight` holds all landmarks turned to face the camera, in cm of the canonical face (x right, y up, z to the
 * camera). `misfitCm` is the weighted root mean square distance to the canonical face. Row vectors of the picture's
 * axes (y up, z to the camera) times `turn` are the head's; its origin lies at `centrePx` in the picture.
 */
export interface HeadFit {
  readonly straight: Points;
  readonly pose: Pose;
  readonly misfitCm: number;
  readonly turn: Matrix;
  readonly pxPerCm: number;
  readonly centrePx: readonly [number, number];
}

/** Fit of 478 landmarks × 3 in picture pixels; raises `NoFit`. */
export function fitHead(landmarks: Points): HeadFit {
  const points = landmarks.map((point) => scaled(point, axes));
  const centre = weightedSum(places.map((place) => at(points, place)));
  const basis = places.map((place) => minus(at(points, place), centre));
  const spread = meanSquare(basis);
  if (!(spread > 0)) throw new NoFit("the landmarks have no extent");
  const { turn, agreement } = rotation(products(basis, face));
  const scale = agreement / spread;
  const straight = points.map((point) => through(times(minus(point, centre), scale), turn));
  const centrePx: HeadFit["centrePx"] = [centre[0] / axes[0], centre[1] / axes[1]];
  const missed = places.map((place, index) => minus(at(straight, place), at(face, index)));
  return {
    straight,
    pose: angles(turn),
    misfitCm: Math.sqrt(meanSquare(missed)),
    turn,
    pxPerCm: 1 / scale,
    centrePx,
  };
}

/** A point of the straightened head as a landmark in picture pixels: the way back. */
export function backInPicture({ turn, pxPerCm, centrePx: [x, y] }: HeadFit, point: Vector): Vector {
  const shifted = times([dot(turn[0], point), dot(turn[1], point), dot(turn[2], point)], pxPerCm);
  return plus([x, y, 0], [shifted[0] / axes[0], shifted[1] / axes[1], shifted[2] / axes[2]]);
}

function shares(numbers: readonly number[]): number[] {
  const total = numbers.reduce((sum, number) => sum + number, 0);
  return numbers.map((number) => number / total);
}

function aroundCentre(points: Points): Points {
  const centre = weightedSum(points);
  return points.map((point) => minus(point, centre));
}

function weightedSum(points: Points): Vector {
  return weights.reduce((sum, weight, index) => plus(sum, times(at(points, index), weight)), ORIGIN);
}

function meanSquare(points: Points): number {
  return weights.reduce((sum, weight, index) => sum + weight * dot(at(points, index), at(points, index)), 0);
}

/** The weighted sum of each point of `from` as a column times its partner in `to` as a row. */
function products(from: Points, to: Points): Matrix {
  const row = (axis: 0 | 1 | 2) => weightedSum(to.map((partner, index) => times(partner, at(from, index)[axis])));
  return [row(0), row(1), row(2)];
}

function angles(turn: Matrix): Pose {
  return {
    yaw: DEGREES * Math.asin(clip(turn[0][2])),
    pitch: DEGREES * Math.asin(clip(-turn[1][2])),
    roll: DEGREES * Math.atan2(turn[1][0], turn[0][0]),
  };
}

function clip(sine: number): number {
  return Math.min(1, Math.max(-1, sine));
}
