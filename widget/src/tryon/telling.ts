/** Telling once how a frame stands on the face. */

import { measure } from "../faces/size.js";
import type { Found } from "./head.js";
import { median } from "./layer.js";
import type { Worn } from "./mirror.js";
import type { Placement } from "./placement.js";
import type { On } from "./wardrobe.js";
import { wornOf } from "./worn.js";

const WIDTHS = 31; // looks over which the face's width is taken: about a second

export class Telling {
  private widths: number[] = [];
  private knownMm: number | undefined;
  private isTold = false;

  constructor(private readonly onWorn: (worn: Worn) => void) {}

  /** The face's width, where it was measured before. */
  know(faceWidthMm: number | undefined): void {
    this.knownMm = faceWidthMm;
  }

  /** Another face, perhaps. */
  forget(): void {
    this.widths = [];
    this.isTold = false;
  }

  /** Another frame, or drawn in another way. */
  renew(): void {
    this.isTold = false;
  }

  take({ inPixels, fit, scale }: Found): void {
    this.widths = [...this.widths, measure(inPixels, fit, scale).faceWidth.mm].slice(-WIDTHS);
  }

  tell({ product, renderer, edges }: On, placement: Placement): void {
    if (this.isTold) return;
    this.isTold = true;
    const faceWidthMm = this.knownMm ?? median(this.widths);
    this.onWorn(wornOf(product, renderer.drawing, placement, edges, faceWidthMm));
  }
}
