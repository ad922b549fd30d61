/** A page with an engine and a mirror and nothing else, for the tests that measure where frames are drawn. */

import type { Product } from "../src/contract.js";
import { openCamera } from "../src/engine/camera.js";
import type { Engine, NormalisedLandmarks } from "../src/engine/engine.js";
import { loadEngine } from "../src/engine/load.js";
import { createMeasuring } from "../src/engine/measuring.js";
import { readPhoto } from "../src/engine/still.js";
import { analyseLandmarks } from "../src/faces/analysis.js";
import type { FaceResult } from "../src/faces/result.js";
import { at } from "../src/faces/vector.js";
import { createMirror } from "../src/tryon/create.js";
import { inPicture } from "../src/tryon/head.js";
import { PLACED } from "../src/tryon/mirror.js";
import type { Look, MirrorOptions, Placed, Worn } from "../src/tryon/mirror.js";
import type { Pixel } from "../src/tryon/placement.js";
import type { Reference } from "../src/faces/reference.js";

/** One picture of the camera: which of the video it is, and where the mirror believes the pupils to be in it. */
interface Seen {
  readonly number: number;
  readonly foundPupils: readonly Pixel[] | null;
  readonly drawnPupils: readonly Pixel[] | null;
  readonly foundInMs: number;
  readonly wholeMs: number;
}

interface Visit {
  readonly pictures: readonly Seen[];
  readonly firstFaceMs: number;
  readonly worn: Worn | null;
}

const IRISES = [468, 473];
const MARKER_BITS = 12; // blocks along the bottom, black or white; the first is the least
const MARKER_PX = 16;
const forever = new AbortController().signal;

let engine: Engine;

/** Returns what loading took, ms, and the parts of it that progress told. */
async function load(delegate: "GPU" | "CPU" = "CPU"): Promise<{ ms: number; progress: number[]; delegate: string }> {
  const start = performance.now();
  const progress: number[] = [];
  engine = await loadEngine({
    base: new URL("./", location.href),
    delegate,
    signal: forever,
    onProgress: ({ loadedBytes, totalBytes }) => progress.push(loadedBytes / totalBytes),
  });
  return { ms: performance.now() - start, progress, delegate: engine.delegate };
}

/** Wears the frame before the camera for so many ms; `pace`: the camera's pictures a second. */
async function live(product: Product | null, forMs: number, reference: Reference, pace: number): Promise<Visit> {
  const { mirror, canvas, looks, worn } = mirrorOf();
  const start = performance.now();
  const camera = await openCamera(forever);
  const [track] = (camera.video.srcObject as MediaStream).getVideoTracks();
  await track!.applyConstraints({ frameRate: { max: pace } });
  const pictures: Seen[] = [];
  let firstFaceMs = NaN;
  canvas.addEventListener(PLACED, (event) => {
    const { placement, atMs } = (event as CustomEvent<Placed>).detail;
    const look = looks.at(-1);
    if (look?.state === "face" && Number.isNaN(firstFaceMs)) firstFaceMs = performance.now() - start;
    const wholeMs = performance.now() - atMs;
    const drawnPupils =
      placement && IRISES.map((place) => inPicture(placement.head, at(placement.head.points, place)));
    const foundPupils = look?.landmarks && IRISES.map((place): Pixel => pixelOf(look.landmarks![place]!, canvas));
    pictures.push({
      number: marked(canvas),
      foundPupils: foundPupils ?? null,
      drawnPupils,
      foundInMs: look?.foundInMs ?? NaN,
      wholeMs,
    });
  });
  mirror.know(reference);
  await mirror.wear(product);
  mirror.live(camera.video);
  await new Promise((resolve) => setTimeout(resolve, forMs));
  mirror.stop();
  camera.stop();
  return { pictures, firstFaceMs, worn: worn.at(-1) ?? null };
}

function pixelOf([x, y]: readonly [number, number, number], { width, height }: HTMLCanvasElement): Pixel {
  return [x * width, y * height];
}

/** The number that the video's picture carries; the mirror shows it reversed. */
function marked(canvas: HTMLCanvasElement): number {
  const { data } = canvas.getContext("2d")!.getImageData(0, canvas.height - MARKER_PX / 2, canvas.width, 1);
  const bits = Array.from({ length: MARKER_BITS }, (_, bit) => {
    const column = canvas.width - Math.round((bit + 0.5) * MARKER_PX);
    return data[column * 4]! > 127 ? 2 ** bit : 0;
  });
  return bits.reduce((sum, bit) => sum + bit, 0);
}

/** The photo without and with the frame, as PNGs. `given`: its landmarks, when the engine is not to look for them. */
async function worn(photo: string, given: NormalisedLandmarks | null, product: Product, reference: Reference) {
  const picture = await readPhoto(await (await fetch(photo)).blob());
  const landmarks = given ?? engine.look(picture)[0];
  if (!landmarks) throw new Error("there is no face in the photo");
  const { mirror, canvas, worn } = mirrorOf();
  let placement: Placed["placement"] = null;
  canvas.addEventListener(PLACED, (event) => ({ placement } = (event as CustomEvent<Placed>).detail));
  mirror.know(reference);
  mirror.still(picture, landmarks);
  const before = canvas.toDataURL();
  await mirror.wear(product);
  const after = canvas.toDataURL();
  mirror.stop();
  canvas.remove();
  return { before, after, placement, worn: worn.at(-1) ?? null };
}

/** What a shopper is told before the camera until they are measured, and what is found of them then. */
async function measure(): Promise<{ hints: string[]; looks: number; face: FaceResult }> {
  const { canvas, mirror, heed } = mirrorOf();
  const camera = await openCamera(forever);
  const measuring = createMeasuring();
  const hints: string[] = [];
  const face = await new Promise<FaceResult>((resolve) => {
    heed((look) => {
      const { hint, face } = measuring.take(look, canvas);
      hints.push(hint);
      if (face) resolve(analyseLandmarks(face.landmarks, face.size));
    });
    mirror.live(camera.video);
  });
  mirror.stop();
  camera.stop();
  return { hints: [...new Set(hints)], looks: hints.length, face };
}

/** How many faces are found in a photo. */
async function count(photo: string): Promise<number> {
  return engine.look(await readPhoto(await (await fetch(photo)).blob())).length;
}

function mirrorOf() {
  const canvas = document.body.appendChild(document.createElement("canvas"));
  const [looks, worn]: [Look[], Worn[]] = [[], []];
  let heeded = (_look: Look) => {};
  const options: MirrorOptions = {
    engine,
    onLook: (look) => {
      looks.push(look);
      heeded(look);
    },
    onWorn: (each) => worn.push(each),
    onTrouble: (trouble) => console.error(trouble),
    allow3d: false,
  };
  const heed = (callback: (look: Look) => void) => (heeded = callback);
  return { mirror: createMirror(canvas, options), canvas, looks, worn, heed };
}

Object.assign(globalThis, { mirrorPage: { load, live, worn, measure, count } });
