/** From a second of looks at a face to the one set of landmarks that is analysed. */

import { checkFace, checkInside } from "../faces/gate.js";
import { InvalidLandmarks, takeLandmarks } from "../faces/given.js";
import type { ImageSize } from "../faces/given.js";
import { backInPicture } from "../faces/pose.js";
import type { HeadFit } from "../faces/pose.js";
import { FaceRefused } from "../faces/refusal.js";
import type { RefusalCode } from "../faces/refusal.js";
import { plus, times } from "../faces/vector.js";
import type { Look } from "../tryon/mirror.js";
import type { NormalisedLandmarks } from "./engine.js";
import { checkLight } from "./light.js";

const WANTED = 10;
const WANTED_MS = 1200; // the same blink or tremor should not be in all of them
const GAP_MS = 1000; // after which it is begun anew
const STRAIGHT_DEGREES = 12; // of yaw: a shopper at a mirror can be asked for more than a photo can

/** `hint` says what keeps this look from counting, "good" that nothing does; `share` is how much is there already. */
export interface Step {
  readonly hint: RefusalCode | "good";
  readonly share: number;
  readonly face: { readonly landmarks: NormalisedLandmarks; readonly size: ImageSize } | null;
}

export interface Measuring {
  /** The next look, and the picture it was a look at. */
  take(look: Look, picture: HTMLCanvasElement): Step;
}

interface Good {
  readonly fit: HeadFit;
  readonly size: ImageSize;
  readonly atMs: number;
}

export function createMeasuring(): Measuring {
  let good: Good[] = [];
  return {
    take(look, picture) {
      if (look.atMs - (good.at(-1)?.atMs ?? look.atMs) > GAP_MS) good = [];
      const hint = hintOf(look, picture);
      if (hint instanceof Object) good.push(hint);
      const [first] = good;
      const elapsed = first ? (look.atMs - first.atMs) / WANTED_MS : 0;
      const share = Math.min(1, good.length / WANTED, elapsed);
      return { hint: hint instanceof Object ? "good" : hint, share, face: share === 1 ? united(good) : null };
    },
  };
}

function hintOf({ landmarks, size, atMs }: Look, picture: HTMLCanvasElement): Good | RefusalCode {
  if (!landmarks) return "FACE_NOT_FOUND";
  try {
    const [inPixels, fit] = takeLandmarks(landmarks, size);
    checkFace(inPixels, fit.pose);
    if (Math.abs(fit.pose.yaw) > STRAIGHT_DEGREES) return "FACE_TURNED";
    checkInside(inPixels, size);
    checkLight(picture, inPixels);
    return { fit, size, atMs };
  } catch (error) {
    if (error instanceof FaceRefused) return error.code;
    if (error instanceof InvalidLandmarks) return "FACE_NOT_FOUND";
    throw error;
  }
}

/**
 * The mean form of the face, in the place of the look that was the straightest. Of 13 portraits, each looked at 30 times
 * with small motions and a webcam's noise, lengths then scatter by 0.3 %, by the straightest look alone by 0.7 %.
 */
function united(good: readonly Good[]): NonNullable<Step["face"]> {
  const turned = ({ fit: { pose } }: Good) => Math.hypot(pose.yaw, pose.pitch);
  const best = good.reduce((least, each) => (turned(each) < turned(least) ? each : least));
  const mean = best.fit.straight.map((_, place) =>
    times(good.map(({ fit }) => fit.straight[place]!).reduce(plus), 1 / good.length),
  );
  const [width, height] = best.size;
  const landmarks = mean
    .map((point) => backInPicture(best.fit, point))
    .map(([x, y, z]) => [x / width, y / height, z / width] as const);
  return { landmarks, size: best.size };
}
