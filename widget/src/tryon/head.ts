/** A head in mm, and how a camera at a finite distance sees it: the twin of `shared/tryon/head.py`. */

import { takeLandmarks } from "../faces/given.js";
import type { ImageSize } from "../faces/given.js";
import type { HeadFit } from "../faces/pose.js";
import { InvalidReference } from "../faces/reference.js";
import type { Reference } from "../faces/reference.js";
import { findScale } from "../faces/scale.js";
import type { Scale } from "../faces/scale.js";
import { at, dot, minus, plus, times } from "../faces/vector.js";
import type { Points, Vector } from "../faces/vector.js";
import type { Head, Pixel } from "./placement.js";

const IRISES = [468, 473] as const;

/**
 * What a head is made of: its form (`straight`, cm of the canonical face), what a cm of it is in mm, and where and how
 * it stands in the picture. See `HeadFit`.
 */
export interface Fitted extends Pick<HeadFit, "straight" | "turn" | "pxPerCm" | "centrePx"> {
  readonly mmPerCm: number;
  readonly cameraMm: number;
}

/** A fit with its scale and its landmarks in pixels, for what else is measured of them. */
export interface Found extends Fitted {
  readonly inPixels: Points;
  readonly fit: HeadFit;
  readonly scale: Scale;
}

/**
 * MediaPipe's normalised landmarks in a picture of this size. `known` is what was measured of the shopper before, so
 * that a frame is worn at the size that was said to fit; a face that cannot be the same one is measured for itself.
 *
 * Raises `InvalidLandmarks`.
 */
export function findHead(landmarks: readonly (readonly number[])[], size: ImageSize, known: Reference = {}): Found {
  const [inPixels, fit] = takeLandmarks(landmarks, size);
  const scale = scaleOf(inPixels, fit, size, known);
  const [mmPerCm, cameraMm] = [fit.pxPerCm / scale.pxPerMm, 1000 / scale.viewpoint.nearness];
  const { straight, turn, pxPerCm, centrePx } = fit;
  return { straight, turn, pxPerCm, centrePx, mmPerCm, cameraMm, inPixels, fit, scale };
}

export function headOf({ straight, turn, pxPerCm, centrePx, mmPerCm, cameraMm }: Fitted): Head {
  const origin = middle(straight, IRISES);
  const [x, y] = turned(turn, origin);
  return {
    points: straight.map((point) => times(minus(point, origin), mmPerCm)),
    turn,
    eyesPx: [centrePx[0] + x * pxPerCm, centrePx[1] - y * pxPerCm],
    pxPerMm: pxPerCm / mmPerCm,
    cameraMm,
  };
}

function scaleOf(inPixels: Points, fit: HeadFit, size: ImageSize, known: Reference): Scale {
  try {
    return findScale(inPixels, fit, size, known);
  } catch (error) {
    if (error instanceof InvalidReference) return findScale(inPixels, fit, size, {});
    throw error;
  }
}

export function middle(points: Points, places: readonly number[]): Vector {
  const sum = places.map((place) => at(points, place)).reduce(plus);
  return times(sum, 1 / places.length);
}

/** A point of the head along the picture's axes, mm: what is nearer is larger by perspective. */
export function seen({ turn, cameraMm }: Head, point: Vector): Vector {
  const [x, y, z] = turned(turn, point);
  return times([x, y, z], cameraMm / (cameraMm - z));
}

/** A point of the head as x and y in the picture, px. */
export function inPicture(head: Head, point: Vector): Pixel {
  const [x, y] = seen(head, point);
  return [head.eyesPx[0] + x * head.pxPerMm, head.eyesPx[1] - y * head.pxPerMm];
}

/** Cosine between a surface of the head and the way from there to the camera; negative: turned away. */
export function facingCamera({ turn, cameraMm }: Head, point: Vector, normal: Vector): number {
  const toCamera = minus([0, 0, cameraMm], turned(turn, point));
  return dot(turned(turn, normal), toCamera) / Math.hypot(...toCamera) / Math.hypot(...normal);
}

function turned(turn: Head["turn"], point: Vector): Vector {
  return [dot(turn[0], point), dot(turn[1], point), dot(turn[2], point)];
}
