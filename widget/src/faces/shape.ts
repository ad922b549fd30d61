/** Face shape from the line of the jaw: a linear discriminant on 33 numbers, from `shared/faces/data/shape.json`. */

import model from "../../../shared/faces/data/shape.json" with { type: "json" };
import type { Candidate, FaceShape } from "./result.js";
import { at, dot, minus, plus, scaled, times } from "./vector.js";
import type { Points, Vector } from "./vector.js";

const MIRROR: Vector = [-1, 1, 1];

const shapes = model.shapes as readonly FaceShape[];

/** Every shape with its probability, likeliest first. */
export function candidates(straight: Points): Candidate[] {
  const standardised = jawFeatures(straight).map((feature, i) => (feature - of(model.mean, i)) / of(model.scale, i));
  const scores = model.coefficients.map((row, shape) => of(model.intercepts, shape) + product(row, standardised));
  const probabilities = softmax(scores);
  return shapes
    .map((shape, place) => ({ shape, probability: of(probabilities, place) }))
    .sort((a, b) => b.probability - a.probability);
}

/** The likeliest shape, or null when it is not likely enough to be named. */
export function nameOf(ranked: readonly Candidate[]): FaceShape | null {
  const first = ranked[0];
  return first !== undefined && first.probability >= model.namedFrom ? first.shape : null;
}

/**
 * 33 numbers of a straightened face: the jaw averaged with its mirror image, free of position and size.
 *
 * x counts from the midline, y and z from their means; all divided by the root of their sum of squares.
 */
export function jawFeatures(straight: Points): number[] {
  const jaw = model.jaw.map((place, i) => {
    const partner = scaled(at(straight, of(model.jawMirrored, i)), MIRROR);
    return times(plus(at(straight, place), partner), 0.5);
  });
  const [, y, z] = times(jaw.reduce(plus), 1 / jaw.length);
  const level = jaw.map((point) => minus(point, [0, y, z]));
  const size = Math.sqrt(level.reduce((sum, point) => sum + dot(point, point), 0));
  return level.flatMap((point) => times(point, 1 / size));
}

function softmax(scores: readonly number[]): number[] {
  const highest = Math.max(...scores);
  const powers = scores.map((score) => Math.exp(score - highest));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
}

function product(row: readonly number[], column: readonly number[]): number {
  return row.reduce((sum, number, i) => sum + number * of(column, i), 0);
}

function of(numbers: readonly number[], place: number): number {
  const number = numbers[place];
  if (number === undefined) throw new RangeError(`there is no number ${place}`);
  return number;
}
