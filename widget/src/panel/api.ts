/** Calls to the shop's API, in the envelope of its contract. */

import type { Progress } from "../engine/engine.js";
import { Problem } from "./problem.js";

const PATIENCE_MS = 30_000;
const UPLOAD_PATIENCE_MS = 60_000;

export type Method = "GET" | "POST" | "PATCH" | "DELETE";

export interface Api {
  /** The `data` of the answer. Throws `Problem`. */
  call<T>(method: Method, path: string, body?: unknown): Promise<T>;
  /** Sends a form, telling how much of it has gone. Throws `Problem`. */
  upload<T>(path: string, form: FormData, onSent: (sent: Progress) => void): Promise<T>;
  /** A form whose answer is a picture. Throws `Problem`. */
  picture(path: string, form: FormData): Promise<Blob>;
}

/** `shopOrigin` is the page that the panel stands in, as the browser named it: the API holds the key to it. */
export function createApi(endpoint: string, key: string, shopOrigin: string): Api {
  const headers = { "X-API-Key": key, "X-Embedding-Origin": shopOrigin };
  return {
    async call<T>(method: Method, path: string, body?: unknown) {
      const json = body === undefined ? {} : { "Content-Type": "application/json" };
      const reply = await answered(endpoint + path, {
        method,
        headers: { ...headers, ...json },
        keepalive: path === "/v1/events",
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      return unwrapped<T>(reply.ok, await reply.text(), reply.headers.get("Retry-After"));
    },

    /** By XMLHttpRequest, as fetch tells nothing of an upload's progress. */
    async upload<T>(path: string, form: FormData, onSent: (sent: Progress) => void) {
      const request = new XMLHttpRequest();
      request.open("POST", endpoint + path);
      for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
      request.timeout = UPLOAD_PATIENCE_MS;
      request.upload.onprogress = ({ loaded, total }) => onSent({ loadedBytes: loaded, totalBytes: total });
      await new Promise<void>((resolve, reject) => {
        request.onload = () => resolve();
        request.onerror = () => reject(new Problem("OFFLINE"));
        request.ontimeout = () => reject(new Problem("TIMEOUT"));
        request.send(form);
      });
      const ok = request.status >= 200 && request.status < 300;
      return unwrapped<T>(ok, request.responseText, request.getResponseHeader("Retry-After"));
    },

    async picture(path, form) {
      const reply = await answered(endpoint + path, { method: "POST", headers, body: form });
      if (reply.ok) return reply.blob();
      return unwrapped<never>(false, await reply.text(), reply.headers.get("Retry-After"));
    },
  };
}

async function answered(url: string, request: RequestInit): Promise<Response> {
  try {
    return await fetch(url, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (cause) {
    throw new Problem((cause as Error).name === "TimeoutError" ? "TIMEOUT" : "OFFLINE");
  }
}

function unwrapped<T>(ok: boolean, text: string, retryAfter: string | null): T {
  let body: { data?: T; error?: { code?: string } };
  try {
    body = JSON.parse(text) as typeof body;
  } catch {
    throw new Problem("UNREADABLE");
  }
  if (ok) return body.data as T;
  throw new Problem(body.error?.code ?? "UNREADABLE", Number(retryAfter) || 0);
}
