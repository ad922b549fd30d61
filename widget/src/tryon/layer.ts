/** A frame's front as it is drawn: its picture in mm, and what else can be read from it: `shared/tryon/layer.py`. */

import data from "../../../shared/tryon/data/placement.json" with { type: "json" };
import type { Product } from "../contract.js";
import type { FrontEdges, Pixel } from "./placement.js";
import type { Box } from "./grid.js";

export const SOLID = 246; // alpha from which a pixel is frame; the darkest tints of lenses let 5 % through
const SEEN = 24;
const END_MM = 3.0; // the outermost part of the front, where the temples are hinged
const MIDDLE_MM = 4.0;

/** RGBA, row by row, as a canvas gives them. */
export type Pixels = Pick<ImageData, "data" | "width" | "height">;

/** `picture` is the front alone, seen straight on; `anchorPx` the middle of the bridge's upper edge in it. */
export interface FrameLayer {
  readonly picture: Pixels;
  readonly pxPerMm: number;
  readonly anchorPx: Pixel;
  readonly product: Product;
}

/** Where the right temple begins, in mm from the front's origin, and how it looks there. */
export interface Hinge {
  readonly x: number;
  readonly y: number;
  readonly heightMm: number;
  readonly colour: readonly [number, number, number];
}

export function boxOf({ picture, pxPerMm, anchorPx: [x, y] }: FrameLayer): Box {
  return [-x / pxPerMm, (y - picture.height) / pxPerMm, (picture.width - x) / pxPerMm, y / pxPerMm];
}

export function edgesOf({ picture, pxPerMm, anchorPx: [x, y], product }: FrameLayer): FrontEdges {
  const offset = (product.lensWidth + product.bridge) / 2;
  const first = Math.max(0, Math.round(x + (offset - MIDDLE_MM) * pxPerMm));
  const last = Math.min(picture.width, Math.round(x + (offset + MIDDLE_MM) * pxPerMm));
  const rows: number[] = [];
  for (let row = 0; row < picture.height; row++) {
    for (let column = first; column < last; column++) {
      if (alpha(picture, column, row) < SEEN) continue;
      rows.push(row);
      break;
    }
  }
  const [top, bottom] = [rows[0] ?? 0, (rows.at(-1) ?? picture.height - 1) + 1];
  return { lensMiddleMm: (y - (top + bottom) / 2) / pxPerMm, topMm: (y - top) / pxPerMm };
}

export function hingeOf({ picture, pxPerMm, anchorPx: [x, y] }: FrameLayer): Hinge {
  const { hingeInsetMm, leastHeightMm, mostHeightMm } = data.temples;
  let shown = pixels(picture, SOLID);
  if (!shown.length) shown = pixels(picture, SEEN);
  const right = shown.reduce((most, [column]) => Math.max(most, column), 0);
  const end = shown.filter(([column]) => column >= right - END_MM * pxPerMm);
  const rows = end.map(([, row]) => row);
  const [top, bottom] = rows.reduce(([a, b], row) => [Math.min(a, row), Math.max(b, row)], [picture.height, 0]);
  const channel = (which: number) =>
    median(end.map(([column, row]) => picture.data[(row * picture.width + column) * 4 + which]!));
  return {
    x: (right + 1 - x) / pxPerMm - hingeInsetMm,
    y: (y - median(rows) - 0.5) / pxPerMm,
    heightMm: Math.min(Math.max((bottom - top + 1) / pxPerMm, leastHeightMm), mostHeightMm),
    colour: [channel(0), channel(1), channel(2)],
  };
}

/** Whether something is shown, and not all of it. */
export function isDrawn({ picture }: FrameLayer): boolean {
  const seen = pixels(picture, SEEN).length;
  return seen > 0 && seen < picture.width * picture.height;
}

function pixels(picture: Pixels, from: number): Pixel[] {
  const found: Pixel[] = [];
  for (let row = 0; row < picture.height; row++) {
    for (let column = 0; column < picture.width; column++) {
      if (alpha(picture, column, row) >= from) found.push([column, row]);
    }
  }
  return found;
}

function alpha({ data, width }: Pixels, column: number, row: number): number {
  return data[(row * width + column) * 4 + 3] ?? 0;
}

export function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  const half = sorted.length / 2;
  return ((sorted[Math.ceil(half) - 1] ?? 0) + (sorted[Math.floor(half)] ?? 0)) / 2;
}
