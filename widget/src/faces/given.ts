/** Landmarks from a landmarker, checked before they are believed. */

import { gate } from "./gate.js";
import { fitHead, NoFit } from "./pose.js";
import type { HeadFit } from "./pose.js";
import { irisPairs } from "./scale.js";
import { at, distance, scaled, vector } from "./vector.js";
import type { Points } from "./vector.js";

/** Width and height in pixels. */
export type ImageSize = readonly [number, number];

/** The text says what is wrong with them in plain words; no coordinate is in it. */
export class InvalidLandmarks extends Error {}

const limits = gate.landmarks;

/**
 * MediaPipe's normalised landmarks (478 × 3) in pixels of the picture, and the head that fits them.
 *
 * x and z are in picture widths, y in picture heights. Raises `InvalidLandmarks`.
 */
export function takeLandmarks(
  landmarks: readonly (readonly number[])[],
  [width, height]: ImageSize,
): [Points, HeadFit] {
  if (!isSide(width) || !isSide(height)) {
    throw new InvalidLandmarks(`imageSize must be [width, height], each from 1 to ${limits.maxSidePx} pixels`);
  }
  const inPixels = asPoints(landmarks).map((point) => scaled(point, [width, height, width]));
  const fit = fitted(inPixels);
  if (!isAFace(fit)) {
    throw new InvalidLandmarks("landmarks do not form a face: send MediaPipe's 478 points in their own order");
  }
  return [inPixels, fit];
}

function isSide(px: number): boolean {
  return px >= 1 && px <= limits.maxSidePx;
}

function asPoints(landmarks: readonly (readonly number[])[]): Points {
  if (landmarks.length !== limits.points || landmarks.some((point) => point.length !== 3)) {
    throw new InvalidLandmarks(`landmarks must be ${limits.points} points of three numbers each`);
  }
  const numbers = landmarks.flat();
  if (!numbers.every(Number.isFinite)) throw new InvalidLandmarks("landmarks must be finite numbers");
  if (numbers.some((number) => Math.abs(number) > limits.furthest)) {
    throw new InvalidLandmarks("landmarks must be normalised by the picture's width and height");
  }
  return landmarks.map(vector);
}

function fitted(inPixels: Points): HeadFit {
  try {
    return fitHead(inPixels);
  } catch (error) {
    if (error instanceof NoFit) throw new InvalidLandmarks("landmarks all lie in one place");
    throw error;
  }
}

function isAFace({ straight, misfitCm }: HeadFit): boolean {
  const irises = irisPairs.map(([a, b]) => distance(at(straight, a), at(straight, b)));
  const { minCm, maxCm } = gate.iris;
  return misfitCm <= gate.misfit.largestCm && irises.every((cm) => cm >= minCm && cm <= maxCm);
}
