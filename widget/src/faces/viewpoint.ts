/** How near the camera was, as far as a picture tells: the twin of `shared/faces/viewpoint.py`. */

import data from "../../../shared/faces/data/size.json" with { type: "json" };

/** `nearness` is one over the distance from the lens to the eyes, per metre; `sd` its standard deviation. */
export interface Viewpoint {
  readonly nearness: number;
  readonly sd: number;
}

/** From the scale at the eyes and the picture's longest side in px. */
export function viewpoint(pxPerMm: number, longestSidePx: number): Viewpoint {
  const { focalShare, farthestPerM: far, nearestPerM: near, croppedPerM: cropped } = data.camera;
  const apparent = (1000 * pxPerMm) / (focalShare * longestSidePx);
  const tooNear = Math.max(0, apparent - near);
  const nearest = Math.max(Math.min(Math.max(apparent, far), near) - tooNear, Math.min(apparent, cropped), far);
  const span = nearest - far;
  return { nearness: far + (span * 3) / 4, sd: span * Math.sqrt(5 / 48) };
}
