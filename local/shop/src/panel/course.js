/** How every action runs: busy meanwhile, a session that ended replaced, a failure turned into a way on. */

import { keepShopper } from "../shopper.js";
import { inVisit } from "./visit.js";

const RESTARTED = "Your earlier visit had ended, so a new one was started.";
const PHOTO_REFUSALS = new Set([
  "FACE_NOT_FOUND",
  "MULTIPLE_FACES",
  "FACE_TOO_SMALL",
  "FACE_TURNED",
  "FACE_COVERED",
  "TOO_DARK",
  "TOO_BRIGHT",
  "TOO_BLURRED",
  "IMAGE_UNREADABLE",
  "UNSUPPORTED_MEDIA_TYPE",
  "PAYLOAD_TOO_LARGE",
]);

export function createCourse(store) {
  const { get, set, note } = store;
  const restarted = () => set({ receipt: null, face: null, frames: null, notice: RESTARTED });

  async function attempt(work) {
    set({ busy: true, problem: null });
    try {
      await work();
      set({ busy: false });
    } catch (problem) {
      set({ busy: false, ...wayOn(problem, () => attempt(work)) });
    }
  }

  return {
    get,
    set,
    note,
    attempt,
    /** Changes that outlive the page, as long as the browser tab. */
    keep(changes) {
      keepShopper(changes);
      set(changes);
    },
    /** `request(sessionId)` within the visit. */
    send: (request) => inVisit(request, restarted),
  };
}

/** A photo that was refused is asked for again; anything else can be tried again as it was. */
function wayOn(problem, retry) {
  if (problem.code === "CONSENT_REQUIRED") return { view: "consent", receipt: null };
  if (PHOTO_REFUSALS.has(problem.code)) return { view: "photo", photo: null, refusal: problem.message };
  return { problem: { message: problem.message, retryAfterSeconds: problem.retryAfterSeconds ?? 0, retry } };
}
