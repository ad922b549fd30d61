/** What this browser tab knows of the shopper's visit; gone when the tab is closed. */

const KEY = "shopper";
const FACE_CHANGED = "shopper:face";

/** `userId`, `session` {sessionId, features}, `receipt`, `face` as an analysis gives it, `messages` of the chat. */
export function shopper() {
  return { userId: null, session: null, receipt: null, face: null, messages: [], ...stored() };
}

export function keepShopper(changes) {
  sessionStorage.setItem(KEY, JSON.stringify({ ...shopper(), ...changes }));
  if ("face" in changes) dispatchEvent(new Event(FACE_CHANGED));
}

export function forgetShopper() {
  sessionStorage.removeItem(KEY);
  dispatchEvent(new Event(FACE_CHANGED));
}

export function onFaceChange(listener) {
  addEventListener(FACE_CHANGED, listener);
}

function stored() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY)) ?? {};
  } catch {
    return {};
  }
}
