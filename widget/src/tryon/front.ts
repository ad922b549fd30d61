/** A frame's front on a head: a flat picture bent by the face form, as in `shared/tryon/front.py`. */

import data from "../../../shared/tryon/data/placement.json" with { type: "json" };
import { dot, minus } from "../faces/vector.js";
import type { Vector } from "../faces/vector.js";
import type { Pixel, Placement } from "./placement.js";
import { onHead } from "./seat.js";

export type Projection = (x: number, y: number) => Pixel;

/** A point of the front, mm from its origin, bent; `setbackMm` behind the front's own face. */
export function bent(x: number, y: number, setbackMm = 0): Vector {
  return [x, y, -(x * x) / (2 * data.front.wrapRadiusMm) - setbackMm];
}

/**
 * From x and y on the flat front, mm, to the picture, px; `setbackMm` behind its face, where its back has the same
 * outline. What `inPicture` makes of `onHead` of `bent`, with all that does not change put together before.
 */
export function projection({ head, seat }: Placement, setbackMm = 0): Projection {
  const { turn, cameraMm, pxPerMm, eyesPx } = head;
  const along = (point: Vector): Vector => [dot(turn[0], point), dot(turn[1], point), dot(turn[2], point)];
  const start = along(onHead(seat, [0, 0, -setbackMm]));
  const axis = (point: Vector): Vector => minus(along(onHead(seat, point)), along(seat.origin));
  const [right, up, out] = [axis([1, 0, 0]), axis([0, 1, 0]), axis([0, 0, 1])];
  return (x, y) => {
    const z = bent(x, y)[2];
    const depth = start[2] + right[2] * x + up[2] * y + out[2] * z;
    const scale = (pxPerMm * cameraMm) / (cameraMm - depth);
    return [
      eyesPx[0] + scale * (start[0] + right[0] * x + up[0] * y + out[0] * z),
      eyesPx[1] - scale * (start[1] + right[1] * x + up[1] * y + out[1] * z),
    ];
  };
}
