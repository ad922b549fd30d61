/** Where a frame stands in a picture, and what draws it there. */

import type { Product } from "../contract.js";
import type { ImageSize } from "../faces/given.js";
import type { Matrix, Points, Vector } from "../faces/vector.js";
import type { Drawing } from "./mirror.js";

/** x and y in the picture, px; y counts downwards. */
export type Pixel = readonly [number, number];

/**
 * Coordinates of the head: mm from the middle between the irises, x right in the picture, y up, z to the camera, as if
 * it faced the camera. `points` are the 478 landmarks there.
 *
 * `turn` times a column of the head's coordinates is the same point along the picture's axes (still y up). The camera
 * stands `cameraMm` before the origin and looks along -z; the origin lies at `eyesPx`, and at its depth a mm has
 * `pxPerMm` pixels: a focal length of `pxPerMm * cameraMm` px with the principal point at `eyesPx`.
 */
export interface Head {
  readonly points: Points;
  readonly turn: Matrix;
  readonly eyesPx: Pixel;
  readonly pxPerMm: number;
  readonly cameraMm: number;
}

/**
 * The frame's origin on the head, mm: the middle of the bridge's upper edge, on the front's own face. `tilt` is how far
 * the lower edge leans to the cheeks, radians, about the x axis through the origin.
 */
export interface Seat {
  readonly origin: Vector;
  readonly tilt: number;
}

/** `size` is the picture's width and height in px. */
export interface Placement {
  readonly head: Head;
  readonly seat: Seat;
  readonly size: ImageSize;
}

/** What is read from a frame's picture or model, in mm from its origin (see `Seat`), y up. */
export interface FrontEdges {
  /** Height of the lenses' middle, negative: half-way between the front's upper and lower edge there. */
  readonly lensMiddleMm: number;
  /** Height of the front's upper edge over the lenses' middles. */
  readonly topMm: number;
}

/**
 * Why a frame cannot be drawn. `no-picture`: the product has none for this way of drawing; `unreachable`: it did not
 * come, or its server lets no other page read it; `unusable`: it came and is no picture or model of a frame.
 */
export class FrameUnavailable extends Error {
  constructor(
    readonly reason: "no-picture" | "unreachable" | "unusable",
    cause?: unknown,
  ) {
    super(`this frame cannot be drawn: ${reason}`, { cause });
    this.name = "FrameUnavailable";
  }
}

/** Draws one frame at a time. */
export interface FrameRenderer {
  readonly drawing: Drawing;
  /**
   * From then on this frame is drawn; until then, and when it throws, the one before. Throws `FrameUnavailable`, or the
   * signal's reason.
   */
  load(product: Product, signal: AbortSignal): Promise<FrontEdges>;
  /** Over the picture that stands on the canvas already. */
  draw(context: CanvasRenderingContext2D, placement: Placement): void;
  dispose(): void;
}
