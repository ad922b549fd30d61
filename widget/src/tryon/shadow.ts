/** Soft shadows that a front throws on the face behind it. */

import data from "../../../shared/tryon/data/appearance.json" with { type: "json" };
import { at } from "../faces/vector.js";
import { inPicture } from "./head.js";
import type { Head } from "./placement.js";
import type { Box } from "./grid.js";
import { SOLID } from "./layer.js";
import { shrunk } from "./texture.js";
import type { Texture } from "./texture.js";

// The edge of the face, ear to ear by the chin and by the hair.
const OVAL = [
  10, 338, 297, 332, 284, 251, 389, 356, 454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150,
  136, 172, 58, 132, 93, 234, 127, 162, 21, 54, 103, 67, 109,
];
const SHADOW_PX_PER_MM = 1.25; // it is soft: more would not be seen
const BOXES = 3; // means over boxes, one after another, come close to a Gaussian

const numbers = data.shadow;

export interface Shadow {
  readonly texture: Texture;
  readonly box: Box;
}

/** Of a front (premultiplied, filling the box, at `pxPerMm`); lenses throw less. It falls `downMm` below. */
export function shadowOf(front: Texture, [left, bottom, right, top]: Box, pxPerMm: number): Shadow {
  const small = shrunk(front, SHADOW_PX_PER_MM / pxPerMm);
  const margin = Math.ceil(3 * numbers.blurMm * SHADOW_PX_PER_MM);
  const [width, height] = [small.width + 2 * margin, small.height + 2 * margin];
  const mask = new Float32Array(width * height);
  for (let row = 0; row < small.height; row++) {
    for (let column = 0; column < small.width; column++) {
      const alpha = small.data[(row * small.width + column) * 4 + 3]!;
      const share = alpha >= SOLID ? 1 : numbers.lensShare;
      mask[(row + margin) * width + column + margin] = alpha * share * numbers.strength;
    }
  }
  const radius = Math.round((Math.sqrt((12 * (numbers.blurMm * SHADOW_PX_PER_MM) ** 2) / BOXES + 1) - 1) / 2);
  for (let pass = 0; pass < BOXES; pass++) {
    for (let row = 0; row < height; row++) smooth(mask, row * width, 1, width, radius);
    for (let column = 0; column < width; column++) smooth(mask, column, width, height, radius);
  }
  const texture = { data: new Uint8ClampedArray(width * height * 4), width, height };
  mask.forEach((alpha, place) => (texture.data[place * 4 + 3] = alpha));
  const [mmX, mmY] = [(margin * (right - left)) / small.width, (margin * (top - bottom)) / small.height];
  const down = numbers.downMm;
  return { texture, box: [left - mmX, bottom - mmY - down, right + mmX, top + mmY - down] };
}

/** Means over 2 × radius + 1 neighbours; nothing lies beyond the ends. */
function smooth(values: Float32Array, start: number, step: number, length: number, radius: number): void {
  const before = Float32Array.from({ length }, (_, i) => values[start + i * step]!);
  let sum = before.subarray(0, radius).reduce((total, value) => total + value, 0);
  for (let i = 0; i < length; i++) {
    sum += (before[i + radius] ?? 0) - (before[i - radius - 1] ?? 0);
    values[start + i * step] = sum / (2 * radius + 1);
  }
}

/** Shadows fall on the face alone, not on what is behind it. */
export function faceOutline(head: Head): Path2D {
  const path = new Path2D();
  for (const place of OVAL) path.lineTo(...inPicture(head, at(head.points, place)));
  path.closePath();
  return path;
}
