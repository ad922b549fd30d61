/** The arms of a frame: from the hinges along the sides of the head to the ears, as far as they are seen. */

import data from "../../../shared/tryon/data/placement.json" with { type: "json" };
import { at, minus, plus, times } from "../faces/vector.js";
import type { Vector } from "../faces/vector.js";
import { bent } from "./front.js";
import { facingCamera, inPicture } from "./head.js";
import type { Hinge } from "./layer.js";
import type { Pixel, Placement } from "./placement.js";
import { onHead } from "./seat.js";

export type Side = -1 | 1;

const EAR = { [-1]: 127, [1]: 356 } as const; // where the face's side ends before the ear, by side of the picture

const numbers = data.temples;

/** One place along an arm: its edges in the picture, how much of it is seen and how much light it gets, 0 to 1. */
export interface Section {
  readonly upper: Pixel;
  readonly lower: Pixel;
  readonly seen: number;
  readonly light: number;
}

/** Straight from the hinge, bent in or out to the ear: `shared/tryon/temples.py`. */
export function arm({ head, seat }: Placement, hinge: Hinge, side: Side): Section[] {
  const start = onHead(seat, bent(side * hinge.x, hinge.y, numbers.hingeDepthMm));
  const skin = at(head.points, EAR[side]);
  const ear = plus(skin, [side * numbers.earOutsideMm, numbers.earAboveMm, -numbers.earBehindMm]);
  return Array.from({ length: numbers.points }, (_, i) => {
    const along = i / (numbers.points - 1);
    const middle = plus(start, times(minus(ear, start), along));
    const rise: Vector = [0, (hinge.heightMm / 2) * (1 + (numbers.taper - 1) * along), 0];
    const facing = facingCamera(head, middle, [side, 0, numbers.frontNormal * (1 - along)]);
    const [least, most] = numbers.turnedAway as [number, number];
    return {
      upper: inPicture(head, plus(middle, rise)),
      lower: inPicture(head, minus(middle, rise)),
      seen: smooth(facing, least, most) * (1 - smooth(along, numbers.fadeFrom, 1)),
      light: Math.min(Math.max(0.55 + 0.6 * facing, 0.4), 1),
    };
  });
}

function smooth(value: number, low: number, high: number): number {
  const share = Math.min(Math.max((value - low) / (high - low), 0), 1);
  return share * share * (3 - 2 * share);
}

/** One strip with the colour's changes along it, so that no seam shows. */
export function drawArm(
  context: CanvasRenderingContext2D,
  sections: readonly Section[],
  colour: readonly number[],
): void {
  const [first, last] = [sections[0], sections.at(-1)];
  if (!first || !last || !sections.some(({ seen }) => seen > 0)) return;
  const fill = context.createLinearGradient(...between(first), ...between(last));
  sections.forEach(({ seen, light }, i) => {
    const [r, g, b] = colour.map((channel) => Math.round(channel * light));
    fill.addColorStop(i / (sections.length - 1), `rgb(${r} ${g} ${b} / ${seen})`);
  });
  context.beginPath();
  for (const { upper } of sections) context.lineTo(...upper);
  for (const { lower } of [...sections].reverse()) context.lineTo(...lower);
  context.fillStyle = fill;
  context.fill();
}

function between({ upper, lower }: Section): Pixel {
  return [(upper[0] + lower[0]) / 2, (upper[1] + lower[1]) / 2];
}
