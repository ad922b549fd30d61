/** What a measurable face has to meet; the thresholds and where they come from are in `shared/faces/data/gate.json`. */

import gate from "../../../shared/faces/data/gate.json" with { type: "json" };
import { FaceRefused } from "./refusal.js";
import type { Pose } from "./result.js";
import type { Points } from "./vector.js";

export { gate };

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
