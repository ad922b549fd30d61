/** Where on a nose a frame comes to sit: the twin of `shared/tryon/seat.py`. */

import data from "../../../shared/tryon/data/placement.json" with { type: "json" };
import type { Product } from "../contract.js";
import { at } from "../faces/vector.js";
import type { Points, Vector } from "../faces/vector.js";
import { middle } from "./head.js";
import type { Head, Seat } from "./placement.js";

/** What a seat depends on besides the lenses' middle. */
export type Fitted = Pick<Product, "lensHeight" | "bridge" | "nosePads">;

const RIDGE = [8, 168, 6, 197] as const; // between the brows, down the nose
const NOSE_SIDES = [193, 417] as const;

const rules = data.seat;

/** `lensMiddleMm` is the height of the lenses' middle in the frame's coordinates. */
export function seat({ points }: Pick<Head, "points">, product: Fitted, lensMiddleMm: number): Seat {
  const nose = (middle(points, RIDGE)[0] + middle(points, NOSE_SIDES)[0]) / 2;
  const height = heightOn(points, product, lensMiddleMm);
  const depth = ridgeDepth(points, height) + rules.standsOffMm;
  return { origin: [nose / 2, height, depth], tilt: (rules.tiltDegrees * Math.PI) / 180 }; // half-way from the eyes
}

/** A point of the frame, mm, in the head's coordinates. */
export function onHead({ origin, tilt }: Seat, [x, y, z]: Vector): Vector {
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)];
  return [x + origin[0], y * cos - z * sin + origin[1], y * sin + z * cos + origin[2]];
}

/** Of the bridge's upper edge over the pupils: between where pupils want the lenses and the nose the bridge. */
function heightOn(points: Points, product: Fitted, lensMiddleMm: number): number {
  const lensBelowMm = -lensMiddleMm;
  const byPupils = lensBelowMm - rules.pupilAboveMiddle * product.lensHeight;
  const [upper, lower] = [at(points, RIDGE[0])[1], at(points, RIDGE[1])[1]];
  const byNose = lower + rules.bridgeBetween * (upper - lower) + slide(points, product);
  const height = rules.pupilWeight * byPupils + (1 - rules.pupilWeight) * byNose;
  return clip(height, lensBelowMm - rules.pupilAboveMiddleAtMost * product.lensHeight, lensBelowMm);
}

/** A bridge wider than the nose comes to rest lower on it; pads are bent to fit. */
function slide(points: Points, { nosePads, bridge }: Fitted): number {
  if (nosePads) return 0;
  const [right, left] = [at(points, NOSE_SIDES[0])[0], at(points, NOSE_SIDES[1])[0]];
  const wider = bridge - (left - right) - rules.noseUsualMm;
  return clip(rules.nosePerMm * wider, -rules.noseAtMostMm, rules.noseAtMostMm);
}

/** Between the ridge's points in proportion; beyond them as at the last one. */
function ridgeDepth(points: Points, height: number): number {
  const ridge = RIDGE.map((place) => at(points, place)).sort((a, b) => a[1] - b[1]);
  const above = ridge.findIndex(([, y]) => y >= height);
  if (above <= 0) return at(ridge, above === 0 ? 0 : ridge.length - 1)[2];
  const [low, high] = [at(ridge, above - 1), at(ridge, above)];
  return low[2] + ((height - low[1]) / (high[1] - low[1])) * (high[2] - low[2]);
}

function clip(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most);
}
