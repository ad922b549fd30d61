/** The part of a picture that a frame can touch: no more of it is drawn in 3D. */

import type { ImageSize } from "../../faces/given.js";
import type { Placement } from "../placement.js";

const REACH_MM = { across: 130, along: 115 }; // from between the eyes, however the head is turned
const STEP_PX = 64;

/** `left` and `top` are its corner in the picture; `placement` is seen from there. */
export interface Part {
  readonly left: number;
  readonly top: number;
  readonly placement: Placement;
}

/** Parts of one picture size after another; they only grow, since each new size costs a frame's time. */
export class Parts {
  private picture: ImageSize = [0, 0];
  private size: ImageSize = [0, 0];

  of(placement: Placement): Part {
    const { head, size } = placement;
    const [x, y] = head.eyesPx;
    if (size[0] !== this.picture[0] || size[1] !== this.picture[1]) this.size = [0, 0];
    this.picture = size;
    this.size = [
      Math.min(Math.max(stepped(2 * REACH_MM.across * head.pxPerMm), this.size[0]), size[0]),
      Math.min(Math.max(stepped(2 * REACH_MM.along * head.pxPerMm), this.size[1]), size[1]),
    ];
    const [left, top] = [corner(x, this.size[0], size[0]), corner(y, this.size[1], size[1])];
    return {
      left,
      top,
      placement: { ...placement, head: { ...head, eyesPx: [x - left, y - top] }, size: this.size },
    };
  }
}

function stepped(px: number): number {
  return Math.ceil(px / STEP_PX) * STEP_PX;
}

/** Within the picture, on whole pixels so that nothing is blurred. */
function corner(middle: number, length: number, whole: number): number {
  return Math.round(Math.min(Math.max(middle - length / 2, 0), whole - length));
}
