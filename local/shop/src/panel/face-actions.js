/** Consent, the photo, and the shopper's own word about the result. */

import { call, upload } from "./api.js";
import { record } from "./events.js";

const CONSENT = { purpose: "face_analysis", version: "1" };

/** Grants or takes back; returns the receipt. Throws `Problem`. */
export function consent(course, granted) {
  return course.send((sessionId) => call("POST", "/v1/ai/consent", { ...CONSENT, sessionId, granted }));
}

export function faceActions(course) {
  const { attempt, get, keep, note, send, set } = course;
  return {
    agree: () =>
      attempt(async () => {
        keep({ receipt: await consent(course, true) });
        record("consent_given");
        set({ view: "photo", notice: null });
      }),

    /** `own`: the pupillary distance in mm that the shopper gave, or "". */
    measure: (photo, own = "") =>
      attempt(async () => {
        const begun = performance.now();
        set({ view: "measuring", photo, refusal: null, sent: 0, total: photo.size });
        const onSent = (sent, total) => set({ sent, total });
        keep({ face: await send((sessionId) => upload("/v1/ai/face-analyze", form(sessionId, photo, own), onSent)) });
        record("face_analyzed", { durationMs: Math.round(performance.now() - begun) });
        set({ view: "result", photo: null, frames: null });
      }),

    correct: (faceShape) =>
      attempt(async () => {
        const { analysisId } = get().face;
        keep({ face: await call("PATCH", `/v1/ai/face-analyze/${analysisId}`, { faceShape }) });
        set({ frames: null });
      }),

    correcting: (open) => note({ correcting: open }),
  };
}

function form(sessionId, photo, own) {
  const fields = new FormData();
  fields.append("sessionId", sessionId);
  if (own) fields.append("pupillaryDistance", own);
  fields.append("image", photo, photo.name);
  return fields;
}
