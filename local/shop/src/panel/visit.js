/** The session of this visit: started when first needed, and once more when it has ended. */

import { keepShopper, shopper } from "../shopper.js";
import { Problem, call, shopSettings } from "./api.js";
import { sendEvents } from "./events.js";

const ENDED = new Set(["NOT_FOUND", "TOKEN_EXPIRED"]);

let starting = null;

/** `{sessionId, features}`. `productId`: the product page the visit begins on, if any. Throws `Problem`. */
export async function startVisit(productId = null) {
  const { session } = shopper();
  if (session) return session;
  starting ??= begin(productId).finally(() => (starting = null));
  return starting;
}

/** Calls `send(sessionId)`; a session that has ended is replaced once. `onRestart` is told of it. Throws `Problem`. */
export async function inVisit(send, onRestart) {
  const { sessionId } = await startVisit();
  try {
    return await send(sessionId);
  } catch (problem) {
    if (!(problem instanceof Problem) || !ENDED.has(problem.code)) throw problem;
    keepShopper({ session: null, receipt: null, face: null });
    onRestart();
    return send((await startVisit()).sessionId);
  }
}

async function begin(productId) {
  const { clientId } = await shopSettings();
  const userId = shopper().userId ?? `guest-${crypto.randomUUID()}`;
  const started = await call("POST", "/v1/ai/session/start", {
    clientId,
    userId,
    platform: "html",
    locale: document.documentElement.lang,
    ...(productId && { productId }),
  });
  const session = { sessionId: started.sessionId, features: started.config.features };
  keepShopper({ userId, session });
  sendEvents();
  return session;
}
