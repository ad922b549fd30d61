/** Landmarks of MediaPipe's canonical face: its basis points in their places, the nose's tip everywhere else. */

import canonical from "../../../shared/faces/data/canonical.json" with { type: "json" };
import { minus, scaled, through, vector } from "../../src/faces/vector.js";
import type { Matrix, Points, Vector } from "../../src/faces/vector.js";

const IN_PICTURE: Vector = [20, -20, -20 / canonical.depth]; // px per cm, y down, z away
const STRAIGHT: Matrix = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

/** 478 points in picture pixels; `turn` is of row vectors. */
export function canonicalLandmarks(turn: Matrix = STRAIGHT): Points {
  const known = new Map(canonical.points.map(({ point, xyz }) => [point, vector(xyz)]));
  const tip = known.get(4) ?? [NaN, NaN, NaN];
  const head = Array.from({ length: 478 }, (_, place) => known.get(place) ?? tip);
  return head.map((point) => minus(scaled(through(point, turn), IN_PICTURE), [-300, -300, 0]));
}

export function degrees(angle: number): { sine: number; cosine: number } {
  return { sine: Math.sin((angle * Math.PI) / 180), cosine: Math.cos((angle * Math.PI) / 180) };
}
