/** Agreeing, taking it back, seeing what is kept, erasing. */

import type { ConsentReceipt, Erased, Kept } from "../../contract.js";
import { FRESH } from "../state.js";
import type { FaceWay } from "../state.js";
import type { Course } from "./course.js";

const CONSENT = { purpose: "face_analysis", version: "1" };

export interface PrivacyActions {
  agree(way: FaceWay, then: (way: FaceWay) => void): Promise<void>;
  takeBack(): Promise<void>;
  load(): Promise<void>;
  confirm(confirming: boolean): void;
  erase(): Promise<void>;
}

/** `onForget`: ends what still holds the shopper's face. */
export function privacyActions(course: Course, onForget: () => void): PrivacyActions {
  const { api, attempt, forget, get, host, journal, keep, send, set, words } = course;

  const consent = (granted: boolean): Promise<ConsentReceipt> =>
    send((sessionId) => api.call("POST", "/v1/ai/consent", { ...CONSENT, sessionId, granted }));

  async function loadKept(): Promise<void> {
    set({ kept: await send((sessionId) => api.call<Kept>("GET", `/v1/privacy/sessions/${sessionId}`)) });
  }

  return {
    agree: (way, then) =>
      attempt(async () => {
        keep({ receipt: await consent(true) });
        journal.record("consent_given");
        host.tell("consent", { granted: true });
        then(way);
      }),

    takeBack: () =>
      attempt(async () => {
        onForget();
        await consent(false);
        keep({ receipt: null, face: null });
        const said = words.t("kept.tookBack");
        set({ frames: null, wearing: null, compared: null, picture: null, notice: said, said });
        host.tell("consent", { granted: false });
        host.tell("face", null);
        await loadKept();
      }),

    load: () => attempt(loadKept),

    confirm: (confirming) => set({ confirming }),

    erase: () =>
      attempt(async () => {
        onForget();
        const { visit } = get();
        if (!visit) return;
        const erasure = await api.call<Erased>("DELETE", `/v1/privacy/sessions/${visit.sessionId}`);
        journal.drop();
        journal.belongTo(null);
        forget();
        const { productId, online } = get();
        set({ ...FRESH, productId, online, view: "erased", erasure });
        host.say({ type: "visit", under: false });
        host.tell("face", null);
      }),
  };
}
