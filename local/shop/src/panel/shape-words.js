/** A face's shape in words that carry their doubt. */

import { capital } from "../units.js";

const ADJECTIVE = { heart: "heart-shaped", oblong: "long", oval: "oval", round: "round", square: "square" };
const WORTH_SAYING = 0.2; // a second shape less likely than one in five is left unsaid

export const SHAPES = Object.keys(ADJECTIVE);

export function shapeName(shape) {
  return capital(ADJECTIVE[shape]);
}

/** "Oval, perhaps a little heart-shaped"; "Between oval and round" when no shape is likely enough. */
export function shapeWords({ faceShape, candidates, corrected }) {
  const [first, second] = candidates;
  if (corrected) return `${shapeName(faceShape)}, in your own word`;
  if (!faceShape) return `Not sure: between ${ADJECTIVE[first.shape]} and ${ADJECTIVE[second.shape]}`;
  if (second.probability < WORTH_SAYING) return shapeName(faceShape);
  return `${shapeName(faceShape)}, perhaps a little ${ADJECTIVE[second.shape]}`;
}
