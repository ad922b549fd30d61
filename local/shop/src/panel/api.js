/** Calls to the shop's API, in the envelope of its contract. */

const PATIENCE_MS = 30_000;
const NO_CONNECTION = "There is no connection to the shop. Check your network, then try again.";
const NO_ANSWER = "The shop did not answer in time. Try again in a moment.";
const NOT_UNDERSTOOD = "The shop gave an answer we could not read. Try again in a moment.";

let settings = null;

/** Any call that did not succeed. `message` says what to do; `retryAfterSeconds` is 0 when nothing was said. */
export class Problem extends Error {
  constructor(code, message, retryAfterSeconds = 0) {
    super(message);
    this.code = code;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}

/** `{apiEndpoint, key, clientId, shopName}` */
export function shopSettings() {
  settings ??= fetch("/shop/config.json")
    .then((reply) => reply.json())
    .catch(() => {
      settings = null;
      throw new Problem("OFFLINE", NO_CONNECTION);
    });
  return settings;
}

/** The `data` of the answer. Throws `Problem`. */
export async function call(method, path, body) {
  const { apiEndpoint, key } = await shopSettings();
  const headers = { "X-API-Key": key, ...(body && { "Content-Type": "application/json" }) };
  const options = { method, headers, body: body && JSON.stringify(body), keepalive: true };
  let reply;
  try {
    reply = await fetch(apiEndpoint + path, { ...options, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (cause) {
    throw cause.name === "TimeoutError" ? new Problem("TIMEOUT", NO_ANSWER) : new Problem("OFFLINE", NO_CONNECTION);
  }
  return unwrapped(reply.ok, await reply.text(), reply.headers.get("Retry-After"));
}

/** Sends a form; `onSent(sent, total)` in bytes. By XMLHttpRequest, as fetch tells nothing of an upload's progress. */
export async function upload(path, form, onSent) {
  const { apiEndpoint, key } = await shopSettings();
  const request = new XMLHttpRequest();
  request.open("POST", apiEndpoint + path);
  request.setRequestHeader("X-API-Key", key);
  request.timeout = 2 * PATIENCE_MS;
  request.upload.onprogress = ({ loaded, total }) => onSent(loaded, total);
  await new Promise((resolve, reject) => {
    request.onload = resolve;
    request.onerror = () => reject(new Problem("OFFLINE", NO_CONNECTION));
    request.ontimeout = () => reject(new Problem("TIMEOUT", NO_ANSWER));
    request.send(form);
  });
  const ok = request.status >= 200 && request.status < 300;
  return unwrapped(ok, request.responseText, request.getResponseHeader("Retry-After"));
}

function unwrapped(ok, text, retryAfter) {
  let body;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Problem("UNREADABLE", NOT_UNDERSTOOD);
  }
  if (ok) return body.data;
  throw new Problem(body.error?.code ?? "UNREADABLE", body.error?.message ?? NOT_UNDERSTOOD, Number(retryAfter) || 0);
}
