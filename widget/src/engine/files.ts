/** The engine's large files: fetched side by side, their bytes counted together. */

import { download, following } from "./download.js";
import type { EngineOptions } from "./engine.js";

/** Bytes once unpacked, written by the build: a compressed answer's Content-Length counts something else. */
declare const ENGINE_BYTES: Readonly<Record<Name, number>>;

const FILES = { wasm: "vision_wasm_internal.wasm", model: "face_landmarker.task" };

type Name = keyof typeof FILES;
type Bytes = Uint8Array<ArrayBuffer>;

/** Throws `EngineUnavailable`, or the signal's reason. */
export async function engineFiles({ base, onProgress, signal }: EngineOptions): Promise<Record<Name, Bytes>> {
  const loaded = { wasm: 0, model: 0 };
  const totalBytes = ENGINE_BYTES.wasm + ENGINE_BYTES.model;
  const both = following(signal); // one file that does not come stops the other
  const fetched = async (name: Name) => {
    const count = (bytes: number) => {
      loaded[name] = bytes;
      onProgress({ loadedBytes: loaded.wasm + loaded.model, totalBytes });
    };
    return download(engineFile(base, FILES[name]), count, both.signal);
  };
  try {
    const [wasm, model] = await Promise.all([fetched("wasm"), fetched("model")]);
    return { wasm, model };
  } catch (error) {
    both.abort(error);
    throw error;
  }
}

export function engineFile(base: URL, name: string): URL {
  return new URL(`engine/${name}`, base);
}
