/** Bringing the engine here and starting it on what the device has. */

import { EngineUnavailable } from "./engine.js";
import type { Engine, EngineOptions, LoadEngine } from "./engine.js";
import { engineFile, engineFiles } from "./files.js";
import { hasRealGpu } from "./gpu.js";
import { Landmarker } from "./landmarker.js";
import type { LandmarkerFiles } from "./landmarker.js";

const TOO_SLOW_MS = 120; // for an empty picture: a processor needs 10 to 20
const EMPTY_MODULE = Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0);

export const loadEngine: LoadEngine = async (options) => {
  options.signal.throwIfAborted();
  await checkWebAssembly();
  const { wasm, model } = await engineFiles(options);
  const address = URL.createObjectURL(new Blob([wasm], { type: "application/wasm" })); // so that it comes once
  try {
    const script = engineFile(options.base, "vision_wasm_internal.js");
    const engine = await started({ script, wasm: address, model }, options);
    if (options.signal.aborted) engine.close();
    options.signal.throwIfAborted();
    return engine;
  } finally {
    URL.revokeObjectURL(address);
  }
};

/** A page's rules forbid compiling, whatever it is. Throws `EngineUnavailable`. */
async function checkWebAssembly(): Promise<void> {
  try {
    await WebAssembly.compile(EMPTY_MODULE);
  } catch (error) {
    throw new EngineUnavailable("blocked", error);
  }
}

async function started(files: LandmarkerFiles, { delegate, signal }: EngineOptions): Promise<Engine> {
  if (delegate !== "CPU" && hasRealGpu()) {
    const fast = await onGpu(files);
    if (fast) return fast;
    signal.throwIfAborted();
  }
  try {
    const engine = await Landmarker.start(files, "CPU");
    engine.warmUp();
    return engine;
  } catch (error) {
    signal.throwIfAborted();
    throw new EngineUnavailable(troubleOf(error), error);
  }
}

/** null when it does not start there or is slower than the processor would be. */
async function onGpu(files: LandmarkerFiles): Promise<Engine | null> {
  try {
    const engine = await Landmarker.start(files, "GPU");
    if (engine.warmUp() <= TOO_SLOW_MS) return engine;
    engine.close();
  } catch {
    // The processor is tried next, and its failure is the one that is told.
  }
  return null;
}

/** What came of starting: the script is fetched by an element, whose failure is an event. */
function troubleOf(error: unknown): EngineUnavailable["trouble"] {
  if (!(error instanceof Event)) return "failed";
  return navigator.onLine ? "unreachable" : "offline";
}
