/** The part of the picture that a frame touches, painted in memory: no WebGL, no seams. */

import type { ImageSize } from "../faces/given.js";
import type { Projection } from "./front.js";
import { edges, outline, undone } from "./grid.js";
import type { Box } from "./grid.js";
import type { Pixel } from "./placement.js";
import type { Texture } from "./texture.js";

/** RGBA, premultiplied; `left` and `top` are its corner in the picture. */
export class Raster {
  readonly data: Uint8ClampedArray<ArrayBuffer>;

  constructor(
    readonly left: number,
    readonly top: number,
    readonly width: number,
    readonly height: number,
  ) {
    this.data = new Uint8ClampedArray(width * height * 4);
  }

  /** Around the projections of a box, within a picture of this size; null when nothing of it is inside. */
  static around(box: Box, places: readonly Projection[], [width, height]: ImageSize): Raster | null {
    const points = places.flatMap((place) => outline(box, place));
    const [across, down] = [points.map(([x]) => x), points.map(([, y]) => y)];
    const [left, top] = [
      Math.max(0, Math.floor(Math.min(...across)) - 1),
      Math.max(0, Math.floor(Math.min(...down)) - 1),
    ];
    const [right, bottom] = [
      Math.min(width, Math.ceil(Math.max(...across)) + 1),
      Math.min(height, Math.ceil(Math.max(...down)) + 1),
    ];
    return right > left && bottom > top ? new Raster(left, top, right - left, bottom - top) : null;
  }

  /** Lays the texture, which fills the box, over what is there; `gains` multiply its colours from end to end. */
  lay(texture: Texture, box: Box, place: Projection, gains: Gains = [1, 1]): void {
    const columns = edges(this.width);
    const rows = edges(this.height);
    const undo = undone(place, box);
    const [left, , right, top] = box;
    const [scaleX, scaleY] = [texture.width / (right - left), texture.height / (top - box[1])];
    const corners = rows.map((row) =>
      columns.map((column): Pixel => {
        const [x, y] = undo([this.left + column, this.top + row]);
        return [(x - left) * scaleX - 0.5, (top - y) * scaleY - 0.5];
      }),
    );
    for (let i = 0; i + 1 < rows.length; i++) {
      for (let j = 0; j + 1 < columns.length; j++) {
        const [a, b, c, d] = [corners[i]![j]!, corners[i]![j + 1]!, corners[i + 1]![j]!, corners[i + 1]![j + 1]!];
        this.cell(texture, [columns[j]!, rows[i]!, columns[j + 1]!, rows[i + 1]!], [a, b, c, d], gains);
      }
    }
  }

  private cell(
    texture: Texture,
    [x0, y0, x1, y1]: readonly [number, number, number, number],
    [a, b, c, d]: readonly [Pixel, Pixel, Pixel, Pixel],
    gains: Gains,
  ): void {
    for (let y = y0; y < y1; y++) {
      const down = (y + 0.5 - y0) / (y1 - y0);
      const [startX, startY] = [a[0] + (c[0] - a[0]) * down, a[1] + (c[1] - a[1]) * down];
      const stepX = (b[0] + (d[0] - b[0]) * down - startX) / (x1 - x0);
      const stepY = (b[1] + (d[1] - b[1]) * down - startY) / (x1 - x0);
      for (let x = x0; x < x1; x++) {
        const across = x + 0.5 - x0;
        over(this.data, (y * this.width + x) * 4, texture, startX + stepX * across, startY + stepY * across, gains);
      }
    }
  }

  /** With its colours as a canvas wants them. */
  image(): ImageData {
    const data = new Uint8ClampedArray(this.data);
    for (let at = 0; at < data.length; at += 4) {
      const alpha = data[at + 3]!;
      if (alpha === 0 || alpha === 255) continue;
      for (let channel = 0; channel < 3; channel++) data[at + channel]! *= 255 / alpha;
    }
    return new ImageData(data, this.width, this.height);
  }
}

/** What the left and the right end of the front get of the light. */
export type Gains = readonly [left: number, right: number];

/** The texture at x and y, between its four nearest pixels, over one pixel. */
function over(data: Uint8ClampedArray, to: number, texture: Texture, x: number, y: number, gains: Gains): void {
  const { width, height, data: from } = texture;
  const [column, row] = [Math.floor(x), Math.floor(y)];
  if (column < 0 || row < 0 || column + 1 >= width || row + 1 >= height) return;
  const at = (row * width + column) * 4;
  const below = at + width * 4;
  if (!(from[at + 3]! | from[at + 7]! | from[below + 3]! | from[below + 7]!)) return;
  const [right, down] = [x - column, y - row];
  const [w00, w01, w10, w11] = [(1 - right) * (1 - down), right * (1 - down), (1 - right) * down, right * down];
  const mixed = (channel: number) =>
    w00 * from[at + channel]! +
    w01 * from[at + 4 + channel]! +
    w10 * from[below + channel]! +
    w11 * from[below + 4 + channel]!;
  const alpha = mixed(3);
  const kept = 1 - alpha / 255;
  const light = gains[0] + ((gains[1] - gains[0]) * column) / width;
  for (let channel = 0; channel < 3; channel++) {
    data[to + channel] = Math.min(mixed(channel) * light, alpha) + data[to + channel]! * kept;
  }
  data[to + 3] = alpha + data[to + 3]! * kept;
}
