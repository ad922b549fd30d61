/** Frames drawn from their pictures, in memory and on a 2D canvas: works without WebGL. */

import data from "../../../shared/tryon/data/placement.json" with { type: "json" };
import type { Product } from "../contract.js";
import { projection } from "./front.js";
import type { Box } from "./grid.js";
import { glazed } from "./glaze.js";
import { SOLID, boxOf, edgesOf, hingeOf, isDrawn } from "./layer.js";
import type { FrameLayer, Hinge } from "./layer.js";
import { readPicture } from "./picture.js";
import { FrameUnavailable } from "./placement.js";
import type { FrameRenderer, Placement } from "./placement.js";
import { Raster } from "./raster.js";
import type { Gains } from "./raster.js";
import { Exposure } from "./scene/exposure.js";
import { faceOutline, shadowOf } from "./shadow.js";
import type { Shadow } from "./shadow.js";
import { arm, drawArm } from "./temples.js";
import { Sizes, premultiplied } from "./texture.js";
import type { Texture } from "./texture.js";

const BEHIND_SHADE = 0.55; // of the back edge, as in `shared/tryon/texture.py`
const SIDES = [-1, 1] as const;

/** All that a frame is drawn from. */
interface Front {
  readonly box: Box;
  readonly pxPerMm: number;
  readonly face: Sizes;
  readonly back: Sizes;
  readonly shadow: Shadow;
  readonly hinge: Hinge;
  readonly thicknessMm: number;
}

export function createFlatRenderer(): FrameRenderer {
  const scratch = document.createElement("canvas");
  const exposure = new Exposure();
  let front: Front | null = null;
  return {
    drawing: "2d",
    async load(product, signal) {
      const layer = await layerOf(product, signal);
      front = frontOf(layer);
      return edgesOf(layer);
    },
    draw(context, placement) {
      if (front) draw(context, placement, front, exposure.next(context.canvas, placement).gains, scratch);
    },
    dispose() {
      front = null;
    },
  };
}

async function layerOf(product: Product, signal: AbortSignal): Promise<FrameLayer> {
  const { tryOnPng, pxPerMm, bridgeAnchorPx } = product.images;
  if (tryOnPng === null || !pxPerMm || bridgeAnchorPx === null) throw new FrameUnavailable("no-picture");
  const layer = { picture: await readPicture(tryOnPng, signal), pxPerMm, anchorPx: bridgeAnchorPx, product };
  if (!isDrawn(layer)) throw new FrameUnavailable("unusable");
  return glazed(layer);
}

function frontOf(layer: FrameLayer): Front {
  const face = premultiplied(layer.picture);
  const { pxPerMm, product } = layer;
  const box = boxOf(layer);
  return {
    box,
    pxPerMm,
    face: new Sizes(face),
    back: new Sizes(backOf(face)),
    shadow: shadowOf(face, box, pxPerMm),
    hinge: hingeOf(layer),
    thicknessMm: data.front.depthMm[product.material],
  };
}

/** The front without its lenses, in its own shade: what makes a turned front look thick. */
function backOf({ data, width, height }: Texture): Texture {
  const back = new Uint8ClampedArray(data.length);
  for (let at = 0; at < data.length; at += 4) {
    if (data[at + 3]! < SOLID) continue;
    for (let channel = 0; channel < 3; channel++) back[at + channel] = data[at + channel]! * BEHIND_SHADE;
    back[at + 3] = data[at + 3]!;
  }
  return { data: back, width, height };
}

function draw(
  context: CanvasRenderingContext2D,
  placement: Placement,
  { box, pxPerMm, face, back, shadow, hinge, thicknessMm }: Front,
  gains: Gains,
  scratch: HTMLCanvasElement,
): void {
  const share = placement.head.pxPerMm / pxPerMm;
  const place = projection(placement);
  const behind = projection(placement, thicknessMm);
  const fallen = Raster.around(shadow.box, [place], placement.size);
  fallen?.lay(shadow.texture, shadow.box, place);
  const worn = Raster.around(box, [place, behind], placement.size);
  worn?.lay(back.at(share), box, behind, gains);
  worn?.lay(face.at(share), box, place, gains);
  for (const side of SIDES) {
    const lit = hinge.colour.map((channel) => Math.min(255, channel * gains[side < 0 ? 0 : 1]));
    drawArm(context, arm(placement, hinge, side), lit);
  }
  context.save();
  context.clip(faceOutline(placement.head));
  if (fallen) put(context, fallen, scratch);
  context.restore();
  if (worn) put(context, worn, scratch);
}

function put(context: CanvasRenderingContext2D, raster: Raster, scratch: HTMLCanvasElement): void {
  [scratch.width, scratch.height] = [raster.width, raster.height];
  scratch.getContext("2d")?.putImageData(raster.image(), 0, 0);
  context.drawImage(scratch, raster.left, raster.top);
}
