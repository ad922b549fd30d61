/** Reads landmark sets from standard input and writes what `analyseLandmarks` makes of each, for the Python twin. */

import { text } from "node:stream/consumers";

import { analyseLandmarks } from "../src/faces/analysis.js";
import { InvalidLandmarks } from "../src/faces/given.js";
import type { ImageSize } from "../src/faces/given.js";
import { FaceRefused } from "../src/faces/refusal.js";
import { InvalidReference } from "../src/faces/reference.js";
import type { Reference } from "../src/faces/reference.js";

interface LandmarkSet {
  readonly landmarks: number[][];
  readonly imageSize: ImageSize;
  readonly reference: Reference;
}

function answer({ landmarks, imageSize, reference }: LandmarkSet): object {
  try {
    return analyseLandmarks(landmarks, imageSize, reference);
  } catch (error) {
    if (error instanceof FaceRefused) return { code: error.code, advice: error.advice };
    if (error instanceof InvalidReference) return { field: error.field, invalid: error.message };
    if (error instanceof InvalidLandmarks) return { invalid: error.message };
    throw error;
  }
}

const sets = JSON.parse(await text(process.stdin)) as LandmarkSet[];
process.stdout.write(JSON.stringify(sets.map(answer)));
