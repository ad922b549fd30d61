/** What a shopper adds for more exact sizes: the twin of `shared/faces/reference.py`. */

import data from "../../../shared/faces/data/size.json" with { type: "json" };
import type { ScaleSource } from "./result.js";

export type ReferenceField = Exclude<ScaleSource, "iris">;
type End = readonly [number, number];

/**
 * `pupillaryDistance` in mm; `card` both ends of a bank card's long edge (85.60 mm, ISO/IEC 7810 ID-1), each as x and y
 * in shares of the picture's width and height.
 */
export interface Reference {
  readonly pupillaryDistance?: number;
  readonly card?: readonly [End, End];
}

/** The message says what is wrong with it in plain words. */
export class InvalidReference extends Error {
  constructor(readonly field: ReferenceField) {
    super(data.references[field].problem);
  }
}

/** Length of the card's long edge in a picture of this size, in px. */
export function cardPx([[ax, ay], [bx, by]]: readonly [End, End], width: number, height: number): number {
  return Math.hypot((ax - bx) * width, (ay - by) * height);
}
