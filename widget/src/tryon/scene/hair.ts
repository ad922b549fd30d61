/** Hair over the temples: what is much darker than the cheek on its side, as in `shared/tryon/hair.py`. */

import { CanvasTexture, LinearFilter, Vector2, Vector4 } from "three";
import type { IUniform, Texture } from "three";

import type { FaceLight } from "./exposure.js";
import type { Part } from "./part.js";

const SIDE_PX = 96;
const HEAD_MM = 240; // around the eyes: 2.5 mm to the thumbnail's pixel

/** A thumbnail of the head, where it lies on the canvas (left, bottom and one over its sides, px) and the cheeks there. */
export interface HairUniforms {
  readonly headPicture: IUniform<Texture>;
  readonly headBox: IUniform<Vector4>;
  readonly cheeks: IUniform<Vector2>;
}

export class Hair {
  readonly uniforms: HairUniforms;
  private readonly canvas = document.createElement("canvas");
  private readonly context: CanvasRenderingContext2D | null;

  constructor() {
    [this.canvas.width, this.canvas.height] = [SIDE_PX, SIDE_PX];
    this.context = this.canvas.getContext("2d", { alpha: false });
    const texture = new CanvasTexture(this.canvas);
    texture.generateMipmaps = false;
    texture.minFilter = LinearFilter;
    this.uniforms = {
      headPicture: { value: texture },
      headBox: { value: new Vector4() },
      cheeks: { value: new Vector2() },
    };
  }

  /** Of the picture that stands on the canvas; WebGL draws on this part of it. */
  see(picture: HTMLCanvasElement, { left, top, placement: { head, size } }: Part, { cheeks }: FaceLight): void {
    const side = HEAD_MM * head.pxPerMm;
    const [fromLeft, fromTop] = [head.eyesPx[0] - side / 2, head.eyesPx[1] - side / 2];
    this.context?.drawImage(picture, left + fromLeft, top + fromTop, side, side, 0, 0, SIDE_PX, SIDE_PX);
    this.uniforms.headPicture.value.needsUpdate = true;
    this.uniforms.headBox.value.set(fromLeft, size[1] - fromTop - side, 1 / side, 1 / side);
    this.uniforms.cheeks.value.set(cheeks[0] / 255, cheeks[1] / 255);
  }

  dispose(): void {
    this.uniforms.headPicture.value.dispose();
  }
}
