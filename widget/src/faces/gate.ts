/** What a measurable face has to meet; the thresholds and where they come from are in `shared/faces/data/gate.json`. */

import gate from "../../../shared/faces/data/gate.json" with { type: "json" };
import type { ImageSize } from "./given.js";
import { FaceRefused } from "./refusal.js";
import type { Pose } from "./result.js";
import { at } from "./vector.js";
import type { Points, Vector } from "./vector.js";

export { gate };

/** Of a picture of this width and height. Raises `FaceRefused`: FACE_COVERED for jaw or eyes cut off by its edge. */
export function checkInside(landmarks: Points, [width, height]: ImageSize): void {
  const isOut = ([x, y]: Vector): boolean => x < 0 || y < 0 || x > width || y > height;
  if (gate.inside.points.some((point) => isOut(at(landmarks, point)))) throw new FaceRefused("FACE_COVERED", "edge");
}

/** Raises `FaceRefused`: FACE_TOO_SMALL or FACE_TURNED. Landmarks are in picture pixels. */
export function checkFace(landmarks: Points, pose: Pose): void {
  const limits = gate.face;
  const across = landmarks.map(([x]) => x);
  if (Math.max(...across) - Math.min(...across) < limits.minWidthPx) throw new FaceRefused("FACE_TOO_SMALL");
  const turned =
    Math.abs(pose.yaw) > limits.maxYaw ||
    Math.abs(pose.pitch) > limits.maxPitch ||
    Math.abs(pose.roll) > limits.maxRoll;
  if (turned) throw new FaceRefused("FACE_TURNED");
}
