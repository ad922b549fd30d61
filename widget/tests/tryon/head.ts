/** A head before a camera, for what is drawn on it. */

import type { Head, Placement } from "../../src/tryon/placement.js";

/** The eyes at 320, 240 in a picture of 640 × 480, 2 px to the mm, from half a metre; every landmark between the eyes. */
export function head(changes: Partial<Head> = {}): Head {
  const points = Array.from({ length: 478 }, () => [0, 0, 0] as const);
  const turn = [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ] as const;
  return { points, turn, eyesPx: [320, 240], pxPerMm: 2, cameraMm: 500, ...changes };
}

export function placement(changes: Partial<Head> = {}): Placement {
  return { head: head(changes), seat: { origin: [0, 0, 0], tilt: 0 }, size: [640, 480] };
}
