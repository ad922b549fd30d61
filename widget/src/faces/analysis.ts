/** From landmarks found on the shopper's own device to what is kept of a face: the twin of `shared/faces/analysis.py`. */

import texts from "../../../shared/faces/data/notes.json" with { type: "json" };
import { checkFace } from "./gate.js";
import { takeLandmarks } from "./given.js";
import type { ImageSize } from "./given.js";
import type { Length } from "./measurement.js";
import type { Candidate, FaceResult, FaceShape, Pose } from "./result.js";
import { candidates, nameOf } from "./shape.js";
import { measure, relativeError, sizeBand } from "./size.js";

const FACING: Pose = { yaw: 0, pitch: 0, roll: 0 };

/**
 * MediaPipe's 478 normalised landmarks (x, y, z) and the picture's width and height in pixels.
 *
 * Raises `InvalidLandmarks`, and `FaceRefused` for a face too small or turned too far.
 */
export function analyseLandmarks(landmarks: readonly (readonly number[])[], imageSize: ImageSize): FaceResult {
  const [points, { straight, pose }] = takeLandmarks(landmarks, imageSize);
  checkFace(points, pose);
  const ranked = candidates(straight);
  const faceShape = nameOf(ranked);
  const measurements = measure(points, pose);
  return {
    faceShape,
    candidates: ranked,
    confidence: Math.max(...ranked.map(({ probability }) => probability)),
    measurements,
    sizeBand: sizeBand(measurements.faceWidth),
    pose,
    notes: notes(faceShape, ranked, measurements.pupillaryDistance, pose),
    corrected: false,
  };
}

function notes(shape: FaceShape | null, ranked: readonly Candidate[], distance: Length, { yaw }: Pose): string[] {
  const said: string[] = [];
  if (shape === null) {
    const [first = "", second = ""] = ranked.map((candidate) => candidate.shape);
    said.push(filled(texts.between, { first, second }));
  }
  if (Math.abs(yaw) > texts.turnedFromDegrees) {
    const mm = distance.mm * relativeError("pupillaryDistance", FACING);
    said.push(filled(texts.turned, { yaw: Math.round(Math.abs(yaw)), mm: Math.round(mm) }));
  }
  return [...said, texts.estimate];
}

function filled(text: string, values: Readonly<Record<string, string | number>>): string {
  return text.replace(/\{(\w+)\}/g, (gap, name: string) => String(values[name] ?? gap));
}
