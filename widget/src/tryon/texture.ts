/** Pictures in memory, their colours multiplied by their opacity so that edges mix as they should. */

import type { Pixels } from "./layer.js";

/** RGBA, premultiplied, 0 to 255, row by row. */
export interface Texture {
  readonly data: Uint8ClampedArray;
  readonly width: number;
  readonly height: number;
}

const STEPS_PER_OCTAVE = 3;

/** A texture in falling sizes, each made when it is first asked for. */
export class Sizes {
  private readonly made = new Map<number, Texture>();

  constructor(private readonly full: Texture) {}

  /** About `share` of the full size, at most a quarter larger and never smaller, unless that is the full size. */
  at(share: number): Texture {
    if (share >= 1) return this.full;
    const step = Math.floor(-Math.log2(share) * STEPS_PER_OCTAVE);
    const texture = this.made.get(step) ?? shrunk(this.full, 2 ** (-step / STEPS_PER_OCTAVE));
    this.made.set(step, texture);
    return texture;
  }
}

export function premultiplied({ data, width, height }: Pixels): Texture {
  const out = new Uint8ClampedArray(data);
  for (let at = 0; at < out.length; at += 4) {
    const share = out[at + 3]! / 255;
    for (let channel = 0; channel < 3; channel++) out[at + channel]! *= share;
  }
  return { data: out, width, height };
}

/** Each new pixel is the mean of the old ones that it covers. */
export function shrunk(texture: Texture, share: number): Texture {
  const [width, height] = [
    Math.max(1, Math.round(texture.width * share)),
    Math.max(1, Math.round(texture.height * share)),
  ];
  const rows = new Float32Array(width * texture.height * 4);
  for (let row = 0; row < texture.height; row++) {
    mean(texture.data, row * texture.width * 4, 4, texture.width, rows, row * width * 4, 4, width);
  }
  const whole = new Float32Array(width * height * 4);
  for (let column = 0; column < width; column++) {
    mean(rows, column * 4, width * 4, texture.height, whole, column * 4, width * 4, height);
  }
  return { data: Uint8ClampedArray.from(whole), width, height };
}

/** One row or column of pixels, `step` numbers apart. */
function mean(
  from: ArrayLike<number>,
  fromAt: number,
  fromStep: number,
  fromLength: number,
  to: Float32Array,
  toAt: number,
  toStep: number,
  toLength: number,
): void {
  const span = fromLength / toLength;
  for (let i = 0; i < toLength; i++) {
    const [start, end] = [i * span, (i + 1) * span];
    for (let j = Math.floor(start); j < Math.min(Math.ceil(end), fromLength); j++) {
      const covered = (Math.min(end, j + 1) - Math.max(start, j)) / span;
      for (let channel = 0; channel < 4; channel++) {
        to[toAt + i * toStep + channel]! += covered * from[fromAt + j * fromStep + channel]!;
      }
    }
  }
}
