/** The face that the widget told of, kept as long as this browser tab. */

const KEY = "face";
const CHANGED = "face:changed";

/** `{faceShape, sizeBand, measurements}`, or null before a measurement and after an erasure. */
export function measuredFace() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null; // storage blocked or not ours
  }
}

export function keepFace(face) {
  sessionStorage.setItem(KEY, JSON.stringify(face));
  dispatchEvent(new Event(CHANGED));
}

export function onFaceChange(listener) {
  addEventListener(CHANGED, listener);
}
