/** A head in a video: what does not change of it is learnt, what moves is followed without lag. */

import { distance, dot, minus, times, vector } from "../faces/vector.js";
import type { Matrix, Points, Vector } from "../faces/vector.js";
import { Euro } from "./euro.js";
import type { Fitted } from "./head.js";
import { median } from "./layer.js";

const LOST_S = 0.5; // after which a face may be another one
const SIZES = 31; // looks over which a head's size is taken: about a second
const LEAST_S = 0.001;

// Places move in widths of a face, sizes in shares, turns in radians; each a second.
const PLACE = { restHz: 1.5, perSpeed: 120 };
const SIZE = { restHz: 1, perSpeed: 60 };
const TURN = { restHz: 1, perSpeed: 20 };
const FORM = { restHz: 0.6, perSpeed: 0 }; // a glance moves the irises, and no frame
const FACE_CM = 14;

// Of a small or noisy face one picture in a hundred is read askew: its form is then another than that of its
// neighbours. Root mean square over the mesh: 0.05 cm in most pictures, from 0.16 on in those.
const FORM_CM = 0.12;
const MESH_POINTS = 468;
const PICTURE_S = 1 / 30; // after a longer gap what was known of the motion is worth less

export class Steady {
  private lastS = -Infinity;
  private filters = fresh();
  private sizes: number[] = [];

  /** Starts anew: another face, or more is known of its size. */
  forget(): void {
    this.filters = fresh();
    this.sizes = [];
  }

  /** How many looks the size rests on. */
  get looks(): number {
    return this.sizes.length;
  }

  next(found: Fitted, atMs: number): Fitted {
    const seconds = Math.max(atMs / 1000 - this.lastS, LEAST_S);
    this.lastS = atMs / 1000;
    if (seconds > LOST_S) this.forget();
    this.sizes = [...this.sizes, found.mmPerCm].slice(-SIZES);
    const { place, size, turn, form, camera } = this.filters;
    const trust = believed(found.straight, points(form.last), seconds);
    const [x = 0, y = 0] = place.next(found.centrePx, seconds, { unit: found.pxPerCm * FACE_CM, trust });
    const [pxPerCm = 0] = size.next([Math.log(found.pxPerCm)], seconds, { trust }).map(Math.exp);
    const [cameraMm = 0] = camera.next([Math.log(found.cameraMm)], seconds).map(Math.exp);
    return {
      straight: points(form.next(found.straight.flat(), seconds)),
      turn: upright(turn.next(found.turn.flat(), seconds, { trust })),
      pxPerCm,
      centrePx: [x, y],
      mmPerCm: median(this.sizes),
      cameraMm,
    };
  }
}

function fresh() {
  return {
    place: new Euro(PLACE),
    size: new Euro(SIZE),
    turn: new Euro(TURN),
    form: new Euro(FORM),
    camera: new Euro(FORM),
  };
}

function points(numbers: readonly number[]): Points {
  return Array.from({ length: numbers.length / 3 }, (_, i) => vector(numbers.slice(3 * i, 3 * i + 3)));
}

/** How far a look is believed whose form is this, where it was that: less the more they differ. */
function believed(now: Points, before: Points, seconds: number): number {
  if (!before.length) return 1;
  const squares = now.slice(0, MESH_POINTS).map((point, i) => distance(point, before[i]!) ** 2);
  const apart = Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  return Math.min(1, (FORM_CM / apart) ** 2 * Math.sqrt(seconds / PICTURE_S));
}

/** Nine mixed numbers made a rotation again (Gram and Schmidt). */
function upright(numbers: readonly number[]): Matrix {
  const [first, second] = points(numbers) as [Vector, Vector];
  const a = unit(first);
  const b = unit(minus(second, times(a, dot(a, second))));
  return [a, b, cross(a, b)];
}

function unit(row: Vector): Vector {
  return times(row, 1 / Math.hypot(...row));
}

function cross(a: Vector, b: Vector): Vector {
  return [a[1] * b[2] - a[2] * b[1], a[2] * b[0] - a[0] * b[2], a[0] * b[1] - a[1] * b[0]];
}
