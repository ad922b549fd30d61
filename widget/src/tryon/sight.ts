/** Whether a look shows a head that can be drawn on. */

import type { NormalisedLandmarks } from "../engine/engine.js";
import { InvalidLandmarks } from "../faces/given.js";
import type { ImageSize } from "../faces/given.js";
import type { Reference } from "../faces/reference.js";
import { findHead } from "./head.js";
import type { Found } from "./head.js";

const FURTHEST_YAW = 40; // degrees; beyond, half of the face is guessed
const FURTHEST_PITCH = 35;

/** null for what the engine drew into something that is no face. */
export function headIn(landmarks: NormalisedLandmarks, size: ImageSize, known: Reference): Found | null {
  try {
    return findHead(landmarks, size, known);
  } catch (error) {
    if (error instanceof InvalidLandmarks) return null;
    throw error;
  }
}

export function isTurned({ fit: { pose } }: Found): boolean {
  return Math.abs(pose.yaw) > FURTHEST_YAW || Math.abs(pose.pitch) > FURTHEST_PITCH;
}
