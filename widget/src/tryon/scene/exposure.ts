/** The light of a picture on its face, as far as a frame should share it: `shared/tryon/light.py`, from a thumbnail. */

import data from "../../../../shared/tryon/data/appearance.json" with { type: "json" };
import { inPicture } from "../head.js";
import type { Placement } from "../placement.js";

const SIDE = 16; // px of the thumbnail
const EVERY = 10; // pictures: light changes slowly
const SHARE = 0.3; // of what is new that is taken over at once, so that nothing flickers
const PAUSE_MS = 500; // between two pictures, after which nothing before counts
const BRIGHT = 0.02; // of the face is brighter than its brightest grey
const CHEEK = { rows: [8, 12], columns: [2, 6] } as const; // of the thumbnail, on the left

const numbers = data.light;

/** On the left and on the right of the picture. */
export type Pair = readonly [left: number, right: number];

/** `gains`: what the ends of a front get, as shown; `cheeks`: their grey levels, 0 to 255. */
export interface FaceLight {
  readonly gains: Pair;
  readonly cheeks: Pair;
}

export class Exposure {
  private readonly context: CanvasRenderingContext2D | null;
  private light: FaceLight = lightOf(new Uint8ClampedArray());
  private pictures = 1;
  private lastMs = -Infinity;

  constructor() {
    const canvas = document.createElement("canvas");
    [canvas.width, canvas.height] = [SIDE, SIDE];
    this.context = canvas.getContext("2d", { willReadFrequently: true, alpha: false });
  }

  /** Of the picture that stands on the canvas. */
  next(picture: HTMLCanvasElement, placement: Placement): FaceLight {
    const isAnew = this.isAnew();
    if (!isAnew && this.pictures++ % EVERY) return this.light;
    const now = lightOf(this.thumbnail(picture, placement));
    if (isAnew) this.light = now;
    else this.light = { gains: nearer(this.light.gains, now.gains), cheeks: nearer(this.light.cheeks, now.cheeks) };
    return this.light;
  }

  /** A photo, or a face that was away. */
  private isAnew(): boolean {
    const before = this.lastMs;
    this.lastMs = performance.now();
    return this.lastMs - before > PAUSE_MS;
  }

  private thumbnail(picture: HTMLCanvasElement, { head, size: [width, height] }: Placement): Uint8ClampedArray {
    const face = head.points.map((point) => inPicture(head, point));
    const [across, down] = [face.map(([x]) => x), face.map(([, y]) => y)];
    const [left, top] = [Math.max(0, Math.min(...across)), Math.max(0, Math.min(...down))];
    const [right, bottom] = [Math.min(width, Math.max(...across)), Math.min(height, Math.max(...down))];
    if (!this.context || right - left < 1 || bottom - top < 1) return new Uint8ClampedArray(0);
    this.context.drawImage(picture, left, top, right - left, bottom - top, 0, 0, SIDE, SIDE);
    return this.context.getImageData(0, 0, SIDE, SIDE).data;
  }
}

function nearer(from: Pair, to: Pair): Pair {
  return [from[0] + SHARE * (to[0] - from[0]), from[1] + SHARE * (to[1] - from[1])];
}

/** Of the pixels of a face, RGBA; full light for none. */
export function lightOf(pixels: Uint8ClampedArray): FaceLight {
  const greys = Array.from({ length: pixels.length / 4 }, (_, i) => grey(pixels, i * 4));
  if (!greys.length) return { gains: [1, 1], cheeks: [255, 255] };
  const brightest = [...greys].sort((a, b) => b - a)[Math.floor(greys.length * BRIGHT)] ?? 0;
  const exposure = clip((brightest / numbers.brightestGrey) ** numbers.exposurePower, numbers.exposure);
  const [left, right] = [cheek(greys, (column) => column), cheek(greys, (column) => SIDE - 1 - column)];
  const side = (light: number) => clip(((2 * light) / (left + right)) ** numbers.sidePower, numbers.side);
  return { gains: [exposure * side(left), exposure * side(right)], cheeks: [left, right] };
}

function cheek(greys: readonly number[], columnOf: (column: number) => number): number {
  const [[top, bottom], [first, last]] = [CHEEK.rows, CHEEK.columns];
  let sum = 0;
  for (let row: number = top; row < bottom; row++) {
    for (let column: number = first; column < last; column++) sum += greys[row * SIDE + columnOf(column)] ?? 0;
  }
  return sum / ((bottom - top) * (last - first)) + 1; // dark is not nothing
}

function grey(rgba: Uint8ClampedArray, at: number): number {
  return 0.299 * rgba[at]! + 0.587 * rgba[at + 1]! + 0.114 * rgba[at + 2]!;
}

function clip(value: number, [low, high]: readonly number[]): number {
  return Math.min(Math.max(value, low ?? value), high ?? value);
}
