/** Finding a face in pictures on the shopper's own device: what the panel asks of whatever does it. */

/** MediaPipe's 478 normalised points: x and z in picture widths, y in picture heights. */
export type NormalisedLandmarks = readonly (readonly [number, number, number])[];

export interface Progress {
  readonly loadedBytes: number;
  readonly totalBytes: number;
}

/**
 * Why no face can be looked for here. `blocked`: the page's rules or the browser forbid WebAssembly; `unreachable`: a
 * file did not come; `offline`: no connection; `failed`: it came and did not start.
 */
export type EngineTrouble = "blocked" | "unreachable" | "offline" | "failed";

export class EngineUnavailable extends Error {
  constructor(
    readonly trouble: EngineTrouble,
    cause?: unknown,
  ) {
    super(`no face can be looked for here: ${trouble}`, { cause });
    this.name = "EngineUnavailable";
  }
}

export interface Engine {
  readonly delegate: "GPU" | "CPU";
  /** The face in the next picture of a video; null when there is none. `atMs` never goes back. */
  track(picture: HTMLCanvasElement, atMs: number): NormalisedLandmarks | null;
  /** All faces (at most two) of a picture by itself. */
  look(picture: HTMLCanvasElement): readonly NormalisedLandmarks[];
  close(): void;
}

export interface EngineOptions {
  /** The folder of the release that holds `engine/`: its WebAssembly and the model. */
  readonly base: URL;
  readonly onProgress: (progress: Progress) => void;
  readonly signal: AbortSignal;
  /** "CPU" leaves the GPU out, as machines without one must. */
  readonly delegate?: "GPU" | "CPU";
}

/** What `load.ts` exports as `loadEngine`. Throws `EngineUnavailable`, or the signal's reason. */
export type LoadEngine = (options: EngineOptions) => Promise<Engine>;
