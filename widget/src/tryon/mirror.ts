/** A mirror: a canvas in which a face wears a frame at true size, live or on a photo. What the panel asks of it. */

import type { Product } from "../contract.js";
import type { Engine, NormalisedLandmarks } from "../engine/engine.js";
import type { Reference } from "../faces/reference.js";
import type { Placement } from "./placement.js";

/** How a frame is drawn: from its 3D model, or from its picture. */
export type Drawing = "3d" | "2d";

/**
 * What the canvas dispatches after each picture is drawn, with a `Placed` as its `detail`: for whoever checks or shows
 * where the frame stands.
 */
export const PLACED = "ai-discovery:placed";

export interface Placed {
  /** null when no frame is drawn on this picture. */
  readonly placement: Placement | null;
  readonly atMs: number;
}

/**
 * One picture's outcome. `face`: seen and drawn on; `none`: no face in it; `turned`: too far from the camera's axis to
 * be drawn on. `landmarks` are what was found, unsmoothed, in a picture of `size` pixels.
 */
export interface Look {
  readonly state: "face" | "none" | "turned";
  readonly landmarks: NormalisedLandmarks | null;
  readonly size: readonly [number, number];
  readonly atMs: number;
  /** What finding took, ms. */
  readonly foundInMs: number;
}

/** How the frame stands on the face: what the words for screen readers are made from. Lengths in mm. */
export interface Worn {
  readonly productId: string;
  readonly drawing: Drawing;
  /** Frame minus face; negative is narrower. */
  readonly widerMm: number;
  /** Of the pupils over the middles of the lenses. */
  readonly pupilsAboveMiddleMm: number;
  /** Lens centres minus pupils, both across. */
  readonly centresApartMm: number;
  /** Where the brows are: over the upper rim, behind it, or under it. */
  readonly brows: "above" | "covered" | "below";
}

export interface MirrorOptions {
  readonly engine: Engine;
  /** Given the picture as it stands on the canvas: it was drawn in the same task as it was looked at. */
  readonly onLook: (look: Look) => void;
  readonly onWorn: (worn: Worn) => void;
  /** Something ended the mirror: the camera was taken away, the drawing context was lost. */
  readonly onTrouble: (trouble: "camera-lost" | "context-lost") => void;
  /** false leaves WebGL alone. */
  readonly allow3d: boolean;
}

export interface Mirror {
  /** Shows the camera's pictures, mirrored, at most 30 a second, until `stop`. */
  live(video: HTMLVideoElement): void;
  /** Shows a photo with its face. */
  still(photo: HTMLCanvasElement, landmarks: NormalisedLandmarks): void;
  /**
   * What is known of the shopper's size: their pupillary distance sharpens all. With the width of their face, as it was
   * measured, words say the same of a frame as its fit does; else it is measured in the mirror.
   */
  know(reference: Reference, faceWidthMm?: number): void;
  /** Puts a frame on (null: takes it off); says how it is drawn. Throws when its pictures do not come. */
  wear(product: Product | null): Promise<Drawing>;
  /** Changes between 3D and 2D for frames that have both. */
  prefer(drawing: Drawing): Promise<void>;
  /** The picture as a JPEG: the face with its frame. Throws when the frame's picture may not be read (no CORS). */
  snapshot(): Promise<Blob>;
  stop(): void;
}

/** What `create.ts` exports as `createMirror`: a mirror on this canvas, which it sizes itself. */
export type CreateMirror = (canvas: HTMLCanvasElement, options: MirrorOptions) => Mirror;
