/** A look at the shopper's face, by the way they chose: camera, photo, or a photo that the shop's server measures. */

import type { FaceReply } from "../../contract.js";
import type { NormalisedLandmarks } from "../../engine/engine.js";
import type { ImageSize } from "../../faces/given.js";
import type { Reference } from "../../faces/reference.js";
import type { FaceResult, FaceShape } from "../../faces/result.js";
import type { Look } from "../../tryon/mirror.js";
import { Problem, isPassing } from "../problem.js";
import type { FaceWay, State } from "../state.js";
import type { Studio } from "../studio.js";
import type { Course } from "./course.js";

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
const UNSENT = "unsent"; // an analysis that the API has not been told of

export interface LookingActions {
  /** Goes to the screen of a way, by the agreement first where there is none. */
  choose(way: FaceWay): void;
  /** The engine is loaded although the shopper saves data. */
  loadAnyway(): void;
  /** Opens the camera and measures from it. */
  look(): Promise<void>;
  onLook(look: Look): void;
  photo(file: File): Promise<void>;
  sendPhoto(file: File): Promise<void>;
  distance(mm: number | null): void;
  correct(faceShape: FaceShape): Promise<void>;
}

/** `afterwards`: where to go with a face. */
export function lookingActions(course: Course, studio: Studio, afterwards: () => void): LookingActions {
  const { api, attempt, get, host, journal, keep, send, set } = course;
  let measuring: { take(look: Look, picture: HTMLCanvasElement): Measured } | null = null;
  let begun = 0;
  let isWelcome = false;

  const reference = (): Reference => {
    const { distanceMm } = get();
    return distanceMm === null ? {} : { pupillaryDistance: distanceMm };
  };

  function choose(way: FaceWay): void {
    const { receipt } = get();
    set({ way, refusal: null, cameraTrouble: null, engineTrouble: null, trouble: null, notice: null });
    const isDear = way !== "server" && isSavingData() && !studio.isEngineHere && !isWelcome;
    if (!receipt) set({ view: "consent" });
    else if (isDear) set({ view: "saver" });
    else set({ view: way });
    if (get().view === "camera") void actions.look();
  }

  async function engine(): ReturnType<Studio["engine"]> {
    try {
      const found = await studio.engine((engineProgress) => set({ engineProgress }));
      set({ engineProgress: null, engineTrouble: null });
      return found;
    } catch (cause) {
      const { EngineUnavailable } = await import("../../engine/engine.js");
      if (!(cause instanceof EngineUnavailable)) throw cause;
      set({ engineProgress: null, engineTrouble: cause.trouble, camera: "off" });
      studio.closeCamera();
      journal.record("widget_error", { code: `ENGINE_${cause.trouble.toUpperCase()}`, screen: get().view });
      throw cause;
    }
  }

  /** What was measured here, made known to the shop; without a connection it holds on this device alone. */
  async function settle(landmarks: NormalisedLandmarks, size: ImageSize, known: Reference): Promise<void> {
    const { analyseLandmarks } = await import("../../faces/analysis.js");
    const found = analyseLandmarks(landmarks, size, known);
    keepFace({ ...found, analysisId: UNSENT });
    try {
      const body = { landmarks, imageSize: size, ...known };
      keepFace(await send((sessionId) => api.call<FaceReply>("POST", "/v1/ai/face-analyze", { sessionId, ...body })));
    } catch (cause) {
      if (!isPassing(cause)) throw cause;
      set({ notice: course.words.t("result.savedNot") });
    }
  }

  function keepFace(face: FaceReply): void {
    keep({ face });
    set({ frames: null });
    const { faceWidth, pupillaryDistance } = face.measurements;
    host.tell("face", {
      faceShape: face.faceShape,
      sizeBand: face.sizeBand,
      measurements: { ...(faceWidth && { faceWidth }), ...(pupillaryDistance && { pupillaryDistance }) },
    });
    studio.know(referenceOf(face));
  }

  /** A refusal asks for another picture; the rest is for the course. */
  async function orRefused(view: State["view"], work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const code = (cause as { code?: string }).code ?? "";
      if (!PHOTO_REFUSALS.has(code)) throw cause;
      set({ view, refusal: code, said: code });
    }
  }

  const actions: LookingActions = {
    choose,

    loadAnyway() {
      isWelcome = true;
      choose(get().way ?? "camera");
    },

    look: () =>
      attempt(async () => {
        begun = performance.now();
        set({ camera: "asking", cameraTrouble: null, engineTrouble: null, hint: null, measured: 0 });
        const [{ CameraUnavailable }, { createMeasuring }] = await Promise.all([
          import("../../engine/camera.js"),
          import("../../engine/measuring.js"),
        ]);
        const ready = engine();
        ready.catch(() => {}); // told by the state when it is awaited
        try {
          await studio.openCamera();
        } catch (cause) {
          if (!(cause instanceof CameraUnavailable)) throw cause;
          set({ camera: "off", cameraTrouble: cause.trouble });
          journal.record("widget_error", {
            code: `CAMERA_${cause.trouble.toUpperCase().replace("-", "_")}`,
            screen: "camera",
          });
          return;
        }
        let found;
        try {
          found = await ready;
        } catch {
          return; // the screen shows why
        }
        if (get().view !== "camera") return studio.closeCamera();
        measuring = createMeasuring();
        const mirror = await studio.mirror(found);
        await mirror.wear(null);
        set({ camera: "live" });
      }),

    onLook(look) {
      if (!measuring || get().view !== "camera") return;
      const now = measuring.take(look, studio.canvas);
      if (now.hint !== get().hint || now.share !== get().measured) set({ hint: now.hint, measured: now.share });
      if (!now.face) return;
      measuring = null;
      const { landmarks, size } = now.face;
      void attempt(async () => {
        await orRefused("camera", () => settle(landmarks, size, reference()));
        studio.keepStill(await studio.engine(() => {}));
        studio.closeCamera();
        set({ camera: "off" });
        journal.record("face_analyzed", { durationMs: Math.round(performance.now() - begun) });
        afterwards();
      });
    },

    photo: (file) =>
      attempt(async () => {
        begun = performance.now();
        set({ refusal: null, engineTrouble: null });
        await orRefused("photo", async () => {
          const picture = await pictureOf(file);
          let found;
          try {
            found = await engine();
          } catch {
            return; // the screen shows why
          }
          const faces = found.look(picture);
          const [landmarks] = faces;
          if (!landmarks) throw new Problem("FACE_NOT_FOUND");
          if (faces.length > 1) throw new Problem("MULTIPLE_FACES");
          await settle(landmarks, [picture.width, picture.height], reference());
          studio.still = { picture, landmarks };
          journal.record("face_analyzed", { durationMs: Math.round(performance.now() - begun) });
          afterwards();
        });
      }),

    sendPhoto: (file) =>
      attempt(async () => {
        begun = performance.now();
        set({ refusal: null, upload: { loadedBytes: 0, totalBytes: file.size } });
        try {
          await orRefused("server", async () => {
            keepFace(
              await send((sessionId) => {
                const form = new FormData();
                form.append("sessionId", sessionId);
                const { pupillaryDistance } = reference();
                if (pupillaryDistance !== undefined) form.append("pupillaryDistance", String(pupillaryDistance));
                form.append("image", file, "photo");
                return api.upload<FaceReply>("/v1/ai/face-analyze", form, (upload) => set({ upload }));
              }),
            );
            studio.sent = file;
            journal.record("face_analyzed", { durationMs: Math.round(performance.now() - begun) });
            afterwards();
          });
        } finally {
          set({ upload: null });
        }
      }),

    distance: (distanceMm) => keep({ distanceMm }),

    correct: (faceShape) =>
      attempt(async () => {
        const { face } = get();
        if (!face) return;
        const own = { ...face, faceShape, corrected: true };
        if (face.analysisId === UNSENT) return keepFace(own);
        keepFace(await api.call<FaceReply>("PATCH", `/v1/ai/face-analyze/${face.analysisId}`, { faceShape }));
      }),
  };
  return actions;
}

/** Throws `Problem` with the code by which the server would refuse it. */
async function pictureOf(file: File): Promise<HTMLCanvasElement> {
  const { readPhoto, PhotoUnreadable } = await import("../../engine/still.js");
  try {
    return await readPhoto(file);
  } catch (cause) {
    if (!(cause instanceof PhotoUnreadable)) throw cause;
    throw new Problem(cause.reason === "too-large" ? "PAYLOAD_TOO_LARGE" : "IMAGE_UNREADABLE");
  }
}

/** By the shopper's own setting, or because their network is of the slowest kind. */
function isSavingData(): boolean {
  const { connection } = navigator as { connection?: { saveData?: boolean; effectiveType?: string } };
  return connection?.saveData === true || /2g$/.test(connection?.effectiveType ?? "");
}

/** What a measuring says of each look: a hint for the shopper, and the face once there is enough. */
interface Measured {
  readonly hint: string;
  readonly share: number;
  readonly face: { readonly landmarks: NormalisedLandmarks; readonly size: ImageSize } | null;
}

/** The size that a mirror draws by is the one that was measured. */
export function referenceOf(face: FaceResult): Reference {
  const distance = face.measurements["pupillaryDistance"];
  return distance ? { pupillaryDistance: distance.mm } : {};
}
