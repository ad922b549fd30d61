/** What a face analysis says: the only thing of a face that is ever kept. Named as in the reply of face-analyze. */

import type { Length } from "./measurement.js";

export type FaceShape = "heart" | "oblong" | "oval" | "round" | "square";
export type SizeBand = "narrow" | "medium" | "wide";
export type ScaleSource = "iris" | "card" | "pupillaryDistance";

/**
 * Head rotation in degrees: yaw positive when the nose points to the right of the picture, pitch positive when the
 * head is lowered, roll positive when the head is tilted counter-clockwise as seen.
 */
export interface Pose {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

export interface Candidate {
  readonly shape: FaceShape;
  readonly probability: number;
}

/**
 * `faceShape` is null when no shape is likely enough to be named. `candidates` come likeliest first and add up to 1.
 * `sizeBands` are the probabilities of the bands given the face width's error, `scaleSource` is what the lengths are
 * scaled by. `notes` are short sentences for the shopper.
 */
export interface FaceResult {
  readonly faceShape: FaceShape | null;
  readonly candidates: readonly Candidate[];
  readonly confidence: number;
  readonly measurements: Readonly<Record<string, Length>>;
  readonly sizeBand: SizeBand;
  readonly sizeBands: Readonly<Record<SizeBand, number>>;
  readonly scaleSource: ScaleSource;
  readonly pose: Pose;
  readonly notes: readonly string[];
  readonly corrected: boolean;
}
