/** The camera that saw the picture, for three: mm along the picture's axes, the eyes' middle at the origin. */

import { Camera } from "three";

import type { Placement } from "../placement.js";

const NEAREST = 0.2; // of the camera's distance
const BEHIND_EYES_MM = 400;

/** Off its axis: a head beside the picture's middle is seen as `inPicture` says, as if looked at from straight before. */
export function lookAs(camera: Camera, { head, size: [width, height] }: Placement): void {
  const { cameraMm, eyesPx, pxPerMm } = head;
  const focalPx = pxPerMm * cameraMm;
  const [near, far] = [NEAREST * cameraMm, cameraMm + BEHIND_EYES_MM];
  const depth = near - far;
  // prettier-ignore
  camera.projectionMatrix.set(
    (2 * focalPx) / width, 0, 1 - (2 * eyesPx[0]) / width, 0,
    0, (2 * focalPx) / height, (2 * eyesPx[1]) / height - 1, 0,
    0, 0, (near + far) / depth, (2 * near * far) / depth,
    0, 0, -1, 0,
  );
  camera.projectionMatrixInverse.copy(camera.projectionMatrix).invert();
  camera.position.set(0, 0, cameraMm);
  camera.updateMatrixWorld();
}
