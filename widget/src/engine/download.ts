/** Fetching a large file with progress, patience and a few tries. */

import { EngineUnavailable } from "./engine.js";

const TRIES = 3;
const STALLED_MS = 20_000; // without a byte
const PAUSE_MS = 600; // before the second try, twice that before the third; each up to half as long again

/** `onBytes` is told how many bytes of it are here, from the start again when it is tried again. */
export async function download(
  url: URL,
  onBytes: (loaded: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await once(url, onBytes, signal);
    } catch (error) {
      signal.throwIfAborted();
      if (!navigator.onLine) throw new EngineUnavailable("offline", error);
      if (attempt === TRIES || error instanceof Missing) throw new EngineUnavailable("unreachable", error);
      await pause(PAUSE_MS * attempt * (1 + Math.random() / 2), signal);
    }
  }
}

/** Aborts with the signal, and by itself; `AbortSignal.any` is missing in browsers of 2023. */
export function following(signal: AbortSignal): AbortController {
  const own = new AbortController();
  if (signal.aborted) own.abort(signal.reason);
  signal.addEventListener("abort", () => own.abort(signal.reason), { once: true, signal: own.signal });
  return own;
}

/** The server has no such file: asking again would not help. */
class Missing extends Error {}

async function once(
  url: URL,
  onBytes: (loaded: number) => void,
  signal: AbortSignal,
): Promise<Uint8Array<ArrayBuffer>> {
  const stall = following(signal);
  const stalled = () => stall.abort(new Error(`${url.pathname}: nothing came for ${STALLED_MS / 1000} s`));
  let watch = setTimeout(stalled, STALLED_MS);
  try {
    onBytes(0);
    const response = await fetch(url, { signal: stall.signal });
    if (!response.ok || !response.body) throw refused(url, response.status);
    const chunks: Uint8Array<ArrayBuffer>[] = [];
    let loaded = 0;
    for (const reader = response.body.getReader(); ;) {
      const { done, value } = await reader.read();
      if (done) return joined(chunks, loaded);
      clearTimeout(watch);
      watch = setTimeout(stalled, STALLED_MS);
      chunks.push(value);
      onBytes((loaded += value.length));
    }
  } finally {
    clearTimeout(watch);
    stall.abort();
  }
}

function refused(url: URL, status: number): Error {
  const text = `${url.pathname}: status ${status}`;
  return status >= 400 && status < 500 && status !== 408 && status !== 429 ? new Missing(text) : new Error(text);
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener("abort", stop);
      resolve();
    }, ms);
    signal.addEventListener("abort", stop, { once: true });
  });
}
