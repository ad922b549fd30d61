/** Between a front's flat picture and where it is seen: outlines, cells and the way back. */

import type { Projection } from "./front.js";
import type { Pixel } from "./placement.js";

/** Left, bottom, right, top: mm from the front's origin. */
export type Box = readonly [number, number, number, number];

const CELL_PX = 16; // within a cell a texture is moved by straight lines
const STEPS = 5;
const EDGE_STEPS = 8;

/** Points around the edge of the box, in the picture. */
export function outline([left, bottom, right, top]: Box, place: Projection): Pixel[] {
  return Array.from({ length: EDGE_STEPS + 1 }, (_, step) => {
    const [x, y] = [left + ((right - left) * step) / EDGE_STEPS, bottom + ((top - bottom) * step) / EDGE_STEPS];
    return [place(x, bottom), place(x, top), place(left, y), place(right, y)];
  }).flat();
}

/** Where the cells of so many pixels begin and end. */
export function edges(length: number): number[] {
  const cells = Math.max(1, Math.floor(length / CELL_PX));
  return Array.from({ length: cells + 1 }, (_, cell) => Math.round((length * cell) / cells));
}

/**
 * The way back, by Newton's method with the slopes of the box's middle: the front is nearly flat and far from the
 * camera, so each step leaves a few per cent of the error.
 */
export function undone(place: Projection, [left, bottom, right, top]: Box): (wanted: Pixel) => Pixel {
  const [midX, midY] = [(left + right) / 2, (bottom + top) / 2];
  const [here, beside, above] = [place(midX, midY), place(midX + 1, midY), place(midX, midY + 1)];
  const [a, b, c, d] = [beside[0] - here[0], above[0] - here[0], beside[1] - here[1], above[1] - here[1]];
  const determinant = a * d - b * c;
  return ([u, v]) => {
    let [x, y, [atU, atV]] = [midX, midY, here];
    for (let step = 0; ; step++) {
      const [du, dv] = [u - atU, v - atV];
      x = clip(x + (d * du - b * dv) / determinant);
      y = clip(y + (a * dv - c * du) / determinant);
      if (step === STEPS) return [x, y];
      [atU, atV] = place(x, y);
    }
  };
}

function clip(mm: number): number {
  return Math.min(Math.max(mm, -400), 400);
}
