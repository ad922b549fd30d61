/** A page that draws frames on a known head in both ways and nothing else, for the tests that compare them. */

import type { Product } from "../src/contract.js";
import type { NormalisedLandmarks } from "../src/engine/engine.js";
import type { Vector } from "../src/faces/vector.js";
import { createFlatRenderer } from "../src/tryon/flat.js";
import { findHead, headOf, inPicture } from "../src/tryon/head.js";
import type { Drawing } from "../src/tryon/mirror.js";
import { FrameUnavailable } from "../src/tryon/placement.js";
import type { FrameRenderer, Pixel, Placement } from "../src/tryon/placement.js";
import { createSceneRenderer } from "../src/tryon/scene/renderer.js";
import { earOf } from "../src/tryon/scene/temples.js";
import { onHead, seat } from "../src/tryon/seat.js";

interface Asked {
  readonly drawing: Drawing;
  readonly product: Product;
  readonly landmarks: NormalisedLandmarks;
  readonly size: readonly [number, number];
  readonly yawDegrees: number;
  readonly ground: string;
}

interface Drawn {
  readonly picture: string;
  readonly pxPerMm: number;
  /** The lenses' middle in the picture, between them. */
  readonly lensMiddle: Pixel;
  /** Along each temple from hinge to ear, by side of the picture. */
  readonly temples: readonly [readonly Pixel[], readonly Pixel[]];
  readonly loadMs: number;
  readonly drawMs: number;
}

const TIMES = 20;
const SHARES = [0.2, 0.3, 0.4, 0.5, 0.6, 0.7];
const contexts: WebGL2RenderingContext[] = [];

const renderers = new Map<Drawing, FrameRenderer>();
const forever = new AbortController().signal;

async function draw({ drawing, product, landmarks, size, yawDegrees, ground }: Asked): Promise<Drawn> {
  const renderer = rendererOf(drawing);
  const start = performance.now();
  const { lensMiddleMm } = await renderer.load(product, forever);
  const loadMs = performance.now() - start;
  const [sin, cos] = [Math.sin((yawDegrees * Math.PI) / 180), Math.cos((yawDegrees * Math.PI) / 180)];
  const turn = [
    [cos, 0, sin],
    [0, 1, 0],
    [-sin, 0, cos],
  ] as const;
  const head = { ...headOf(findHead(landmarks, size)), turn };
  const placement: Placement = { head, seat: seat(head, product, lensMiddleMm), size };
  const context = picture(size);
  const paint = () => {
    context.fillStyle = ground;
    context.fillRect(0, 0, ...size);
    renderer.draw(context, placement);
    context.getImageData(0, 0, 1, 1); // waits for it
  };
  paint();
  const first = performance.now();
  for (let time = 0; time < TIMES; time++) paint();
  return {
    picture: context.canvas.toDataURL(),
    pxPerMm: head.pxPerMm,
    lensMiddle: inPicture(head, onHead(placement.seat, [0, lensMiddleMm, 0])),
    temples: [temple(placement, product, -1), temple(placement, product, 1)],
    loadMs,
    drawMs: (performance.now() - first) / TIMES,
  };
}

function rendererOf(drawing: Drawing): FrameRenderer {
  const renderer = renderers.get(drawing) ?? (drawing === "3d" ? createSceneRenderer() : createFlatRenderer());
  renderers.set(drawing, renderer);
  return renderer;
}

function temple({ head, seat }: Placement, { frameWidth }: Product, side: -1 | 1): Pixel[] {
  const [hinge, ear] = [onHead(seat, [(side * frameWidth) / 2, 0, -8]), earOf(head, side)];
  return SHARES.map((share) =>
    inPicture(head, hinge.map((from, axis) => from + share * (ear[axis]! - from)) as unknown as Vector),
  );
}

function picture([width, height]: readonly [number, number]): CanvasRenderingContext2D {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  return canvas.getContext("2d", { alpha: false })!;
}

/** What becomes of a model at this address. */
async function loading(product: Product, model3D: string | null, abort = false): Promise<string> {
  const aborter = new AbortController();
  try {
    const loaded = rendererOf("3d").load({ ...product, model3D }, aborter.signal);
    if (abort) aborter.abort();
    await loaded;
    return "loaded";
  } catch (error) {
    return error instanceof FrameUnavailable ? error.reason : (error as Error).name;
  }
}

/** What drawing throws when the graphics card was taken away meanwhile. */
async function afterLoss(asked: Asked): Promise<string> {
  leave();
  await draw(asked);
  const lost = contexts.at(-1)!;
  await new Promise((resolve) => {
    lost.canvas.addEventListener("webglcontextlost", resolve, { once: true });
    lost.getExtension("WEBGL_lose_context")?.loseContext();
  });
  try {
    await draw(asked);
    return "";
  } catch (error) {
    return (error as Error).message;
  } finally {
    leave();
  }
}

function leave(): void {
  renderers.get("3d")?.dispose();
  renderers.delete("3d");
}

/** What making the renderer throws in a browser without WebGL. */
function withoutWebgl(): string {
  const { getContext } = HTMLCanvasElement.prototype;
  HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
    return kind === "2d" ? getContext.call(this, kind, ...(rest as [])) : null;
  } as typeof getContext;
  try {
    createSceneRenderer();
    return "";
  } catch (error) {
    return (error as Error).message;
  } finally {
    HTMLCanvasElement.prototype.getContext = getContext;
  }
}

const own = HTMLCanvasElement.prototype.getContext;
HTMLCanvasElement.prototype.getContext = function (this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
  const context = own.call(this, kind, ...(rest as []));
  if (context instanceof WebGL2RenderingContext) contexts.push(context);
  return context;
} as typeof own;

Object.assign(window, { scenePage: { draw, loading, afterLoss, withoutWebgl } });
