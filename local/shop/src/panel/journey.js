/** What the shopper can do in the panel: every action calls the API and changes the store. */

import { shopper } from "../shopper.js";
import { createCourse } from "./course.js";
import { faceActions } from "./face-actions.js";
import { frameActions } from "./frame-actions.js";
import { privacyActions } from "./privacy-actions.js";
import { createStore } from "./store.js";
import { startVisit } from "./visit.js";

const FRESH = {
  view: null,
  busy: false,
  problem: null,
  refusal: null,
  notice: null,
  confirming: false,
  correcting: false,
  draft: "",
  session: null,
  receipt: null,
  face: null,
  messages: [],
  frames: null,
  kept: null,
  erasure: null,
};

/** `productId`: the product page the panel stands on, or null. */
export function createJourney(productId) {
  const store = createStore(FRESH);
  const course = createCourse(store);
  const faces = faceActions(course);
  const frames = frameActions(course);
  const privacy = privacyActions(course, FRESH);

  const open = async () => {
    if (store.get().view !== "erased") await course.attempt(enter); // nothing begins anew unasked
  };

  const enter = async () => {
    const session = await startVisit(productId);
    const known = shopper();
    store.set({ ...known, view: store.get().view ?? firstView(session.features, known.face) });
    if (store.get().view === "frames") await frames.loadFrames();
  };

  const goTo = (view) => {
    store.set({ view, problem: null, refusal: null, notice: null, confirming: false });
    if (view === "frames") course.attempt(frames.loadFrames);
    if (view === "kept") course.attempt(privacy.loadKept);
  };

  const begin = () => {
    store.set(FRESH);
    return open();
  };

  return { store, open, goTo, begin, ...faces, ...frames, ...privacy };
}

function firstView(features, face) {
  if (face) return "result";
  if (features.faceAnalysis) return "consent";
  return features.chat ? "chat" : "frames";
}
