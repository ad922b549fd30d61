/** Seeing what is kept, taking the agreement back, erasing. */

import { forgetShopper, shopper } from "../shopper.js";
import { call } from "./api.js";
import { dropEvents } from "./events.js";
import { consent } from "./face-actions.js";

/** `fresh`: the panel's state before anything is known of the shopper. */
export function privacyActions(course, fresh) {
  const { attempt, keep, send, set } = course;
  const loadKept = async () =>
    set({ kept: await send((sessionId) => call("GET", `/v1/privacy/sessions/${sessionId}`)) });
  return {
    loadKept,

    takeBack: () =>
      attempt(async () => {
        const { text } = await consent(course, false);
        keep({ receipt: null, face: null });
        set({ frames: null, notice: text });
        await loadKept();
      }),

    confirmErase: (confirming) => set({ confirming }),

    erase: () =>
      attempt(async () => {
        const { sessionId } = shopper().session;
        const erasure = await call("DELETE", `/v1/privacy/sessions/${sessionId}`);
        dropEvents();
        forgetShopper();
        set({ ...fresh, view: "erased", erasure });
      }),
  };
}
