/** A measured face: kept by the shop, told to its page, corrected by the shopper. */

import type { FaceReply } from "../../contract.js";
import type { NormalisedLandmarks } from "../../engine/engine.js";
import type { ImageSize } from "../../faces/given.js";
import { InvalidReference } from "../../faces/reference.js";
import type { Reference } from "../../faces/reference.js";
import type { FaceShape } from "../../faces/result.js";
import { Problem, isPassing } from "../problem.js";
import type { Studio } from "../studio.js";
import type { Course } from "./course.js";

const UNSENT = "unsent"; // an analysis that the API has not been told of

export interface Measured {
  /** What the shopper knows of their size. */
  reference(): Reference;
  /** Analysed here, then told to the shop; without a connection it waits on this device. Throws `Problem`. */
  settle(landmarks: NormalisedLandmarks, size: ImageSize): Promise<void>;
  keep(face: FaceReply): void;
  /** What waits is told now. */
  resend(): Promise<void>;
  distance(mm: number | null): void;
  correct(faceShape: FaceShape): Promise<void>;
}

export function measuredFace(course: Course, studio: Studio): Measured {
  const { api, attempt, get, host, send, set, words } = course;
  let waiting: (() => Promise<FaceReply>) | null = null;

  const reference = (): Reference => {
    const { distanceMm } = get();
    return distanceMm === null ? {} : { pupillaryDistance: distanceMm };
  };

  function keep(face: FaceReply): void {
    course.keep({ face });
    set({ frames: null });
    const { faceWidth, pupillaryDistance } = face.measurements;
    host.tell("face", {
      faceShape: face.faceShape,
      sizeBand: face.sizeBand,
      measurements: { ...(faceWidth && { faceWidth }), ...(pupillaryDistance && { pupillaryDistance }) },
    });
    studio.know(face);
  }

  const corrected = (analysisId: string, faceShape: FaceShape): Promise<FaceReply> =>
    api.call("PATCH", `/v1/ai/face-analyze/${analysisId}`, { faceShape });

  return {
    reference,
    keep,

    async settle(landmarks, size) {
      const known = reference();
      const body = { landmarks, imageSize: size, ...known };
      keep({ ...(await analysed(landmarks, size, known)), analysisId: UNSENT });
      const tell = (): Promise<FaceReply> =>
        send((sessionId) => api.call("POST", "/v1/ai/face-analyze", { sessionId, ...body }));
      waiting = null;
      try {
        keep(await tell());
      } catch (cause) {
        if (!isPassing(cause)) throw cause;
        waiting = tell;
        set({ notice: words.t("result.savedNot") });
      }
    },

    resend: async () => {
      const tell = waiting;
      if (!tell || get().face?.analysisId !== UNSENT) return;
      await attempt(async () => {
        const own = get().face;
        const told = await tell();
        waiting = null;
        set({ notice: null });
        keep(own?.corrected && own.faceShape ? await corrected(told.analysisId, own.faceShape) : told);
      });
    },

    distance: (distanceMm) => course.keep({ distanceMm }),

    correct: (faceShape) =>
      attempt(async () => {
        const { face } = get();
        if (!face) return;
        const isHere = face.analysisId === UNSENT;
        keep(isHere ? { ...face, faceShape, corrected: true } : await corrected(face.analysisId, faceShape));
      }),
  };
}

async function analysed(landmarks: NormalisedLandmarks, size: ImageSize, known: Reference) {
  const { analyseLandmarks } = await import("../../faces/analysis.js");
  try {
    return analyseLandmarks(landmarks, size, known);
  } catch (cause) {
    if (cause instanceof InvalidReference) throw new Problem("INVALID_REFERENCE");
    throw cause;
  }
}
