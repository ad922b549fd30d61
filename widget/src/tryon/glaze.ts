/** Lenses as they look when worn: a tint that the product has and its picture does not show, and a reflection. */

import data from "../../../shared/tryon/data/appearance.json" with { type: "json" };
import type { Lens } from "../contract.js";
import { SOLID, median } from "./layer.js";
import type { FrameLayer, Pixels } from "./layer.js";

const ENOUGH_SIDES = 3; // rims open below still hold a lens
const SLANT = 0.6; // of the reflection's edge: columns to the left for each row down

const numbers = data.lens;
const colours: Readonly<Record<string, readonly number[]>> = numbers.colours;

/** The same front, glazed: the twin of `shared/tryon/lens.py`. */
export function glazed(layer: FrameLayer): FrameLayer {
  const { picture, product } = layer;
  const mask = lensMask(layer);
  const places = Array.from(mask.keys()).filter((place) => mask[place]);
  if (!places.length) return layer;
  const out = { data: new Uint8ClampedArray(picture.data), width: picture.width, height: picture.height };
  const isTinted = median(places.map((place) => picture.data[place * 4 + 3]!)) >= numbers.tintedFromAlpha;
  if (product.lens.category > 0 && !isTinted) tint(out, places, product.lens);
  for (const half of [0, 1]) {
    const middle = Math.floor(out.width / 2);
    reflect(
      out,
      places.filter((place) => Number(place % out.width >= middle) === half),
      product.lens,
    );
  }
  return { ...layer, picture: out };
}

/** 1 where the front encloses on three sides or four, no further from the middle than the lenses reach. */
function lensMask({ picture, pxPerMm, anchorPx, product }: FrameLayer): Uint8Array {
  const { width, height } = picture;
  const isSolid = (place: number) => picture.data[place * 4 + 3]! >= SOLID;
  const sides = new Uint8Array(width * height);
  const walk = (start: number, step: number, length: number) => {
    let met = 0;
    for (let i = 0, place = start; i < length; i++, place += step) {
      met |= Number(isSolid(place));
      sides[place]! += met;
    }
  };
  const middle = Math.floor(width / 2);
  for (let row = 0; row < height; row++) {
    for (const [from, to] of [
      [0, middle],
      [middle, width],
    ] as const) {
      walk(row * width + from, 1, to - from);
      walk(row * width + to - 1, -1, to - from);
    }
  }
  for (let column = 0; column < width; column++) {
    walk(column, width, height);
    walk((height - 1) * width + column, -width, height);
  }
  return sides.map((count, place) => {
    const mm = Math.abs(((place % width) + 0.5 - anchorPx[0]) / pxPerMm);
    const reaches = mm > product.bridge / 2 - 1 && mm < product.bridge / 2 + product.lensWidth + 1;
    return Number(count >= ENOUGH_SIDES && reaches && !isSolid(place));
  });
}

/** Lets through what the lens lets through; a gradient grows lighter downwards. */
function tint({ data, width }: Pixels, places: readonly number[], lens: Lens): void {
  const rows = places.map((place) => Math.floor(place / width));
  const [top, bottom] = range(rows);
  const foot = lens.gradient ? numbers.gradientFoot : 1;
  const [r = 0, g = 0, b = 0] = colours[lens.colour] ?? numbers.colours.grey;
  places.forEach((place, i) => {
    const down = (rows[i]! - top) / Math.max(1, bottom - top);
    data.set([r, g, b, 255 * (1 - lens.tau / 100) * (1 + (foot - 1) * down)], place * 4);
  });
}

/** A window's pale reflection over the upper left of one lens, fading to its middle along a slanted line. */
function reflect({ data, width }: Pixels, places: readonly number[], lens: Lens): void {
  const share = numbers.reflection[lens.mirror ? "mirror" : lens.category > 0 ? "tinted" : "clear"];
  const [left, right] = range(places.map((place) => place % width));
  const [top, bottom] = range(places.map((place) => Math.floor(place / width)));
  const end = 0.55 * (right - left + SLANT * (bottom - top)) + 1;
  for (const place of places) {
    const at = (place % width) - left + SLANT * (Math.floor(place / width) - top);
    const pale = share * Math.max(0, 1 - at / end) ** 0.7;
    const alpha = (data[place * 4 + 3]! / 255) * (1 - pale);
    for (let channel = 0; channel < 3; channel++) {
      const under = data[place * 4 + channel]!;
      data[place * 4 + channel] = (255 * pale + under * alpha) / Math.max(pale + alpha, 1e-6);
    }
    data[place * 4 + 3] = 255 * (pale + alpha);
  }
}

function range(values: readonly number[]): [number, number] {
  return values.reduce(([low, high], value) => [Math.min(low, value), Math.max(high, value)], [Infinity, -Infinity]);
}
