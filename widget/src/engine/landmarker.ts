/** MediaPipe's Face Landmarker as an `Engine`. */

import { FaceLandmarker } from "@mediapipe/tasks-vision";
import type { NormalizedLandmark } from "@mediapipe/tasks-vision";

import type { Engine, NormalisedLandmarks } from "./engine.js";

type Mode = "VIDEO" | "IMAGE";

// A second face tells that the shopper is not alone. With one alone, MediaPipe smooths a video's landmarks by a filter
// of its own, which trails a moving head by a twentieth of a pupillary distance; the mirror has one that does not.
const FACES = 2;
const WARM_UPS = 2; // the first picture pays for what is made ready on demand

declare global {
  /** What the WebAssembly's own script takes its settings from, and clears once it has started. */
  var Module: { print(line: string): void; printErr(line: string): void } | undefined;
}

export interface LandmarkerFiles {
  /** Addresses of the script and of the WebAssembly. */
  readonly script: URL;
  readonly wasm: string;
  readonly model: Uint8Array;
}

export class Landmarker implements Engine {
  private mode: Mode = "VIDEO";
  private lastMs = 0;

  private constructor(
    private readonly landmarker: FaceLandmarker,
    readonly delegate: "GPU" | "CPU",
  ) {}

  static async start(files: LandmarkerFiles, delegate: "GPU" | "CPU"): Promise<Landmarker> {
    globalThis.Module = { print: () => {}, printErr: () => {} }; // it reports its start as errors
    const set = { wasmLoaderPath: files.script.href, wasmBinaryPath: files.wasm };
    const baseOptions = { modelAssetBuffer: files.model, delegate };
    return new Landmarker(
      await FaceLandmarker.createFromOptions(set, { baseOptions, numFaces: FACES, runningMode: "VIDEO" }),
      delegate,
    );
  }

  /** What a picture without a face takes, ms, once all is made ready. */
  warmUp(): number {
    const empty = document.createElement("canvas");
    [empty.width, empty.height] = [320, 240];
    empty.getContext("2d")?.fillRect(0, 0, 320, 240);
    for (let i = 0; i < WARM_UPS; i++) this.track(empty, this.lastMs + 1);
    const start = performance.now();
    this.track(empty, this.lastMs + 1);
    return performance.now() - start;
  }

  track(picture: HTMLCanvasElement, atMs: number): NormalisedLandmarks | null {
    this.enter("VIDEO");
    this.lastMs = Math.max(atMs, this.lastMs + 1); // it refuses a time that it has had
    const { faceLandmarks } = this.landmarker.detectForVideo(picture, this.lastMs);
    const [nearest] = [...faceLandmarks].sort((a, b) => width(b) - width(a));
    return nearest ? nearest.map(numbers) : null;
  }

  look(picture: HTMLCanvasElement): readonly NormalisedLandmarks[] {
    this.enter("IMAGE");
    return this.landmarker.detect(picture).faceLandmarks.map((face) => face.map(numbers));
  }

  close(): void {
    this.landmarker.close();
  }

  /** Takes effect at once: only a new model would have to be waited for. */
  private enter(mode: Mode): void {
    if (this.mode === mode) return;
    this.mode = mode;
    void this.landmarker.setOptions({ runningMode: mode });
  }
}

function width(face: readonly NormalizedLandmark[]): number {
  const across = face.map(({ x }) => x);
  return Math.max(...across) - Math.min(...across);
}

function numbers({ x, y, z }: NormalizedLandmark): readonly [number, number, number] {
  return [x, y, z];
}
