/** A look at the shopper's face, by the way they chose: camera, photo, or a photo that the shop's server measures. */

import type { FaceReply } from "../../contract.js";
import type { Measuring } from "../../engine/measuring.js";
import type { Look } from "../../tryon/mirror.js";
import { Problem } from "../problem.js";
import type { FaceWay } from "../state.js";
import type { Studio } from "../studio.js";
import type { Course } from "./course.js";
import type { Equipment } from "./equipment.js";
import type { Measured } from "./measured.js";

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
}

interface Parts {
  readonly course: Course;
  readonly studio: Studio;
  readonly equipment: Equipment;
  readonly measured: Measured;
  /** Where to go with a face. */
  readonly afterwards: () => void;
}

export function lookingActions({ course, studio, equipment, measured, afterwards }: Parts): LookingActions {
  const { api, attempt, get, journal, send, set, words } = course;
  let measuring: Measuring | null = null;
  let begun = 0;
  let isWelcome = false;

  function choose(way: FaceWay): void {
    set({ way, refusal: null, cameraTrouble: null, engineTrouble: null, trouble: null, notice: null });
    const isDear = way !== "server" && isSavingData() && !studio.isEngineHere && !isWelcome;
    set({ view: !get().receipt ? "consent" : isDear ? "saver" : way });
    if (get().view === "camera") void actions.look();
  }

  /** `work` ends with a face, or is refused: then this way asks for another picture. The rest is for the course. */
  async function untilRefused(way: FaceWay, work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const refusal = (cause as { code?: string }).code ?? "";
      const key = `refusal.${refusal}`;
      if (!words.has(key)) throw cause;
      studio.closeCamera();
      return set({ view: way, camera: "off", refusal, said: words.t(key) });
    }
    journal.record("face_analyzed", { durationMs: Math.round(performance.now() - begun) });
    afterwards();
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
        set({ engineTrouble: null, refusal: null, hint: null, measured: 0 });
        const ready = equipment.engine();
        ready.catch(() => {}); // heard where it is awaited, also when the camera comes first and fails
        if (!(await equipment.camera())) return;
        const engine = await ready;
        if (!engine) return;
        if (get().view !== "camera") return studio.closeCamera();
        const { createMeasuring } = await import("../../engine/measuring.js");
        measuring = createMeasuring();
        await (await studio.mirror(engine)).wear(null);
        set({ camera: "live" });
      }),

    onLook(look) {
      if (!measuring || get().view !== "camera") return;
      const { hint, share, face } = measuring.take(look, studio.canvas);
      if (hint !== get().hint || share !== get().measured) set({ hint, measured: share });
      if (!face) return;
      measuring = null;
      void attempt(() =>
        untilRefused("camera", async () => {
          await measured.settle(face.landmarks, face.size);
          studio.keepStill(await studio.engine(() => {}));
          studio.closeCamera();
          set({ camera: "off" });
        }),
      );
    },

    photo: (file) =>
      attempt(async () => {
        begun = performance.now();
        set({ refusal: null });
        const engine = await equipment.engine();
        if (!engine) return;
        await untilRefused("photo", async () => {
          const picture = await pictureOf(file);
          const [landmarks, another] = engine.look(picture);
          if (!landmarks) throw new Problem("FACE_NOT_FOUND");
          if (another) throw new Problem("MULTIPLE_FACES");
          await measured.settle(landmarks, [picture.width, picture.height]);
          studio.keep({ picture, landmarks });
        });
      }),

    sendPhoto: (file) =>
      attempt(async () => {
        begun = performance.now();
        set({ refusal: null, upload: { loadedBytes: 0, totalBytes: file.size } });
        try {
          await untilRefused("server", async () => {
            const { pupillaryDistance } = measured.reference();
            const own = pupillaryDistance === undefined ? {} : { pupillaryDistance: String(pupillaryDistance) };
            measured.keep(
              await send((sessionId) =>
                api.upload<FaceReply>("/v1/ai/face-analyze", photoForm(file, { sessionId, ...own }), (upload) =>
                  set({ upload }),
                ),
              ),
            );
            studio.keepSent(file);
          });
        } finally {
          set({ upload: null });
        }
      }),
  };
  return actions;
}

export function photoForm(photo: Blob, fields: Readonly<Record<string, string>>): FormData {
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("image", photo, "photo");
  return form;
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
