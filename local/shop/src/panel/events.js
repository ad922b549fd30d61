/** What happened on the way, sent to the API in small batches once there is a session. */

import { shopper } from "../shopper.js";
import { call } from "./api.js";

const GATHER_MS = 400;
const BATCH = 50; // the contract's most
const RETRIED = new Set(["OFFLINE", "TIMEOUT", "RATE_LIMITED", "UNAVAILABLE"]);

let waiting = [];
let timer = null;

/** `facts` by the contract: productId, value and currency, widgetLoadTime … */
export function record(type, facts = {}) {
  waiting.push({ eventId: crypto.randomUUID(), type, at: new Date().toISOString(), ...facts });
  timer ??= setTimeout(sendEvents, GATHER_MS);
}

/** Sends what waits; keeps it for later when the way is blocked for now. */
export async function sendEvents() {
  clearTimeout(timer);
  timer = null;
  const { session } = shopper();
  if (!session || !waiting.length) return;
  const events = waiting.splice(0, BATCH);
  try {
    await call("POST", "/v1/events", { sessionId: session.sessionId, events });
  } catch (problem) {
    if (RETRIED.has(problem.code)) waiting = [...events, ...waiting];
  }
}

export function dropEvents() {
  waiting = [];
}

addEventListener("pagehide", sendEvents);
