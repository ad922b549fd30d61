/**
 * Face shape from the line of the jaw: a discriminant with heavy tails on 33 numbers, from `shared/faces/data/shape.json`.
 * The twin of `shared/faces/shape.py`.
 */

import model from "../../../shared/faces/data/shape.json" with { type: "json" };
import type { Candidate, FaceShape } from "./result.js";
import { at, dot, minus, plus, scaled, times } from "./vector.js";
import type { Points, Vector } from "./vector.js";

const MIRROR: Vector = [-1, 1, 1];
const IN_THE_PLANE = 4; // coordinates that tell five shapes apart

const shapes = model.shapes as readonly FaceShape[];

/**
 * `shape` is null when none is likely enough, or when the face `isFamiliar` not: too unlike the training faces.
 * `candidates` hold every shape, likeliest first.
 */
export interface ShapeAnswer {
  readonly shape: FaceShape | null;
  readonly candidates: readonly Candidate[];
  readonly isFamiliar: boolean;
}

export function answer(straight: Points): ShapeAnswer {
  const squares = squaredDistances(place(jawFeatures(straight)));
  const probabilities = posterior(squares);
  const isFamiliar = Math.sqrt(Math.min(...squares)) <= model.familiarTo;
  const candidates = shapes
    .map((shape, index) => ({ shape, probability: of(probabilities, index) }))
    .sort((a, b) => b.probability - a.probability);
  const [first] = candidates;
  const isNamed = isFamiliar && first !== undefined && first.probability >= model.namedFrom;
  return { shape: isNamed ? first.shape : null, candidates, isFamiliar };
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

/** Coordinates in which each shape scatters by 1; the first four tell the shapes apart. */
function place(features: readonly number[]): number[] {
  const standardised = features.map((feature, i) => (feature - of(model.mean, i)) / of(model.scale, i));
  return model.directions.map((direction) =>
    direction.reduce((sum, number, i) => sum + number * of(standardised, i), 0),
  );
}

/** To each shape's centre, which lies at 0 outside the plane. */
function squaredDistances(coordinates: readonly number[]): number[] {
  const beside = coordinates.slice(IN_THE_PLANE).reduce((sum, number) => sum + number * number, 0);
  return model.centres.map((centre) =>
    centre.reduce((sum, number, i) => sum + (of(coordinates, i) - number) ** 2, beside),
  );
}

/** Probabilities of the shapes, by Bayes, under densities of the multivariate t. */
function posterior(squares: readonly number[]): number[] {
  const power = (model.freedom + model.dimension) / 2;
  const logs = squares.map(
    (square, i) => Math.log(of(model.priors, i)) - power * Math.log(1 + square / model.freedom),
  );
  const highest = Math.max(...logs);
  const powers = logs.map((log) => Math.exp(log - highest));
  const total = powers.reduce((sum, each) => sum + each, 0);
  return powers.map((each) => each / total);
}

function of(numbers: readonly number[], place: number): number {
  const number = numbers[place];
  if (number === undefined) throw new RangeError(`there is no number ${place}`);
  return number;
}
