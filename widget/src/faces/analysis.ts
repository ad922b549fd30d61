/** From landmarks found on the shopper's own device to what is kept of a face: the twin of `shared/faces/analysis.py`. */

import texts from "../../../shared/faces/data/notes.json" with { type: "json" };
import { checkFace, checkInside } from "./gate.js";
import { takeLandmarks } from "./given.js";
import type { ImageSize } from "./given.js";
import type { Reference } from "./reference.js";
import type { FaceResult, Pose, ScaleSource, SizeBand } from "./result.js";
import { findScale } from "./scale.js";
import { answer } from "./shape.js";
import type { ShapeAnswer } from "./shape.js";
import { bandProbabilities, measure } from "./size.js";

/**
 * MediaPipe's 478 normalised landmarks (x, y, z) and the picture's width and height in pixels.
 *
 * Raises `InvalidLandmarks`, `InvalidReference`, and `FaceRefused` for a face too small, turned too far or cut off.
 */
export function analyseLandmarks(
  landmarks: readonly (readonly number[])[],
  imageSize: ImageSize,
  reference: Reference = {},
): FaceResult {
  const [points, fit] = takeLandmarks(landmarks, imageSize);
  const { straight, pose } = fit;
  checkFace(points, pose);
  checkInside(points, imageSize);
  const found = answer(straight);
  const scale = findScale(points, fit, imageSize, reference);
  const measurements = measure(points, fit, scale);
  const sizeBands = bandProbabilities(measurements.faceWidth);
  return {
    faceShape: found.shape,
    candidates: found.candidates,
    confidence: Math.max(...found.candidates.map(({ probability }) => probability)),
    measurements,
    sizeBand: likeliest(sizeBands),
    sizeBands,
    scaleSource: scale.source,
    pose,
    notes: notes(found, scale.source, pose),
    corrected: false,
  };
}

function likeliest(bands: Readonly<Record<SizeBand, number>>): SizeBand {
  const names: readonly SizeBand[] = ["narrow", "medium", "wide"];
  return names.reduce((best, next) => (bands[next] > bands[best] ? next : best));
}

function notes({ shape, candidates, isFamiliar }: ShapeAnswer, source: ScaleSource, { yaw }: Pose): string[] {
  const said: string[] = [];
  if (!isFamiliar) {
    said.push(texts.unfamiliar);
  } else if (shape === null) {
    const [first = "", second = ""] = candidates.map((candidate) => candidate.shape);
    said.push(filled(texts.between, { first, second }));
  }
  if (Math.abs(yaw) > texts.turnedFromDegrees) {
    said.push(filled(texts.turned, { yaw: Math.round(Math.abs(yaw)) }));
  }
  return [...said, texts.scale[source], texts.estimate];
}

function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}
