/** Head and seat as three's matrices. */

import { Matrix4, Vector4 } from "three";

import type { Head, Seat } from "../placement.js";

/** From the head's coordinates to the picture's axes. */
export function turnMatrix({ turn: [x, y, z] }: Pick<Head, "turn">): Matrix4 {
  return new Matrix4().set(...x, 0, ...y, 0, ...z, 0, 0, 0, 0, 1);
}

/** From the frame's coordinates to the head's, as `onHead`. */
export function seatMatrix({ origin, tilt }: Seat): Matrix4 {
  return new Matrix4().makeRotationX(tilt).setPosition(...origin);
}

/** One coordinate of what a matrix makes of a point, as a plane. */
export function plane(matrix: Matrix4, coordinate: 0 | 1 | 2): Vector4 {
  const { elements } = matrix;
  return new Vector4(...[0, 4, 8, 12].map((column) => elements[column + coordinate]));
}
