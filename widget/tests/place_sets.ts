/** Reads heads and fronts from standard input and writes where each is drawn, for the Python twin. */

import { text } from "node:stream/consumers";

import type { Product } from "../src/contract.js";
import type { Reference } from "../src/faces/reference.js";
import { at } from "../src/faces/vector.js";
import { projection } from "../src/tryon/front.js";
import { glazed } from "../src/tryon/glaze.js";
import { findHead, headOf } from "../src/tryon/head.js";
import { edgesOf, hingeOf } from "../src/tryon/layer.js";
import type { FrameLayer } from "../src/tryon/layer.js";
import type { Pixel } from "../src/tryon/placement.js";
import { seat } from "../src/tryon/seat.js";
import { arm } from "../src/tryon/temples.js";

interface Given {
  readonly fronts: readonly GivenFront[];
  readonly heads: readonly { landmarks: number[][]; imageSize: [number, number]; reference: Reference }[];
}

interface GivenFront {
  readonly rgba: string;
  readonly width: number;
  readonly height: number;
  readonly pxPerMm: number;
  readonly anchorPx: Pixel;
  readonly product: Product;
}

const PLACES = [8, 10, 127, 152, 356, 468, 473];
const ON_FRONT: readonly Pixel[] = [
  [0, 0],
  [-60, 5],
  [60, -35],
  [30, 10],
];

function layerOf({ rgba, width, height, ...rest }: GivenFront): FrameLayer {
  const data = new Uint8ClampedArray(Buffer.from(rgba, "base64"));
  return glazed({ picture: { data, width, height }, ...rest });
}

function placed(layer: FrameLayer, { landmarks, imageSize, reference }: Given["heads"][number]): object {
  const head = headOf(findHead(landmarks, imageSize, reference));
  const sits = seat(head, layer.product, edgesOf(layer).lensMiddleMm);
  const placement = { head, seat: sits, size: imageSize };
  const { eyesPx, turn, pxPerMm, cameraMm } = head;
  return {
    head: { eyesPx, turn, pxPerMm, cameraMm, points: PLACES.map((place) => at(head.points, place)) },
    seat: sits,
    front: [0, 4].map((setback) => ON_FRONT.map((point) => projection(placement, setback)(...point))),
    arms: ([-1, 1] as const).map((side) => arm(placement, hingeOf(layer), side)),
  };
}

const { fronts, heads } = JSON.parse(await text(process.stdin)) as Given;
const answers = fronts.map((front) => {
  const layer = layerOf(front);
  return {
    rgba: Buffer.from(layer.picture.data).toString("base64"),
    hinge: hingeOf(layer),
    edges: edgesOf(layer),
    placed: heads.map((head) => placed(layer, head)),
  };
});
process.stdout.write(JSON.stringify(answers));
