/** Wearing a frame: in the mirror, side by side with another, and as a picture to keep. */

import type { Product } from "../../contract.js";
import type { Drawing, Worn } from "../../tryon/mirror.js";
import type { Studio } from "../studio.js";
import { wornSentence } from "../parts/worn-words.js";
import type { Course } from "./course.js";
import type { Equipment } from "./equipment.js";
import { photoForm } from "./looking.js";

export interface TryingActions {
  /** Into the mirror, with this frame on when one is named. */
  enter(product?: Product): Promise<void>;
  wear(product: Product): Promise<void>;
  prefer(drawing: Drawing): Promise<void>;
  useCamera(): Promise<void>;
  freeze(): Promise<void>;
  leave(): void;
  onWorn(worn: Worn): void;
  onCameraLost(): void;
  compare(first: Product, second: Product): Promise<void>;
  takePicture(): Promise<void>;
  send(): Promise<void>;
}

export function tryingActions(course: Course, studio: Studio, equipment: Equipment): TryingActions {
  const { api, attempt, get, host, journal, send, set, words } = course;

  const isPictured = (): boolean => studio.isCameraOn || studio.still !== null;

  async function wear(product: Product): Promise<void> {
    set({ wish: null, picture: null, wearing: { product, how: null, worn: null, fault: null } });
    try {
      const how = studio.sent && !isPictured() ? await wearAtShop(product, studio.sent) : await wearHere(product);
      if (get().wearing?.product !== product) return; // another was chosen meanwhile
      const worn = get().wearing?.worn ?? null;
      set({ wearing: { product, how, worn, fault: null } });
      journal.record("try_on", { productId: product.productId });
      host.tell("tryon", { productId: product.productId, how: how === "2d" && !studio.isCameraOn ? "photo" : how });
    } catch (cause) {
      if (get().wearing?.product !== product) return;
      const fault = product.images.tryOnPng || product.model3D ? "failed" : "missing";
      set({ wearing: { product, how: null, worn: null, fault } });
      journal.record("widget_error", { code: `TRYON_${fault.toUpperCase()}`, screen: "mirror" });
      host.tell("error", { code: `TRYON_${fault.toUpperCase()}`, message: (cause as Error).message });
    }
  }

  async function wearHere(product: Product): Promise<Drawing> {
    const mirror =
      studio.current ?? (await studio.mirror(await studio.engine((engineProgress) => set({ engineProgress }))));
    return mirror.wear(product);
  }

  async function wearAtShop(product: Product, photo: Blob): Promise<"server"> {
    const { productId } = product;
    const picture = await send((sessionId) =>
      api.picture("/v1/ai/try-on", photoForm(photo, { sessionId, productId })),
    );
    const bitmap = await createImageBitmap(picture);
    const { canvas } = studio;
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext("2d")?.drawImage(bitmap, 0, 0);
    return "server";
  }

  async function show(): Promise<void> {
    if (!isPictured()) return;
    const mirror = await studio.mirror(await studio.engine((engineProgress) => set({ engineProgress })));
    set({ engineProgress: null, camera: studio.isCameraOn ? "live" : "off" });
    const { wearing } = get();
    if (!wearing) await mirror.wear(null);
  }

  const actions: TryingActions = {
    enter: (product) =>
      attempt(async () => {
        const wanted = product ?? get().wish ?? get().wearing?.product;
        set({ view: "mirror", faceInMirror: "face" });
        await show();
        if (wanted && (isPictured() || studio.sent)) await wear(wanted);
        else if (wanted) set({ wish: wanted });
      }),

    wear: (product) => attempt(() => wear(product)),

    prefer: async (drawing) => {
      await studio.prefer(drawing);
      const { wearing } = get();
      if (wearing) set({ wearing: { ...wearing, how: drawing } });
    },

    useCamera: () =>
      attempt(async () => {
        if (!(await equipment.camera())) return;
        await show();
        const wanted = get().wearing?.product ?? get().wish;
        if (wanted) await wear(wanted);
      }),

    freeze: () =>
      attempt(async () => {
        if (!studio.keepStill(await studio.engine(() => {}))) return set({ faceInMirror: "none" });
        studio.closeCamera();
        await show();
        const { wearing } = get();
        if (wearing) await wear(wearing.product);
      }),

    leave() {
      if (!studio.isCameraOn) return;
      studio.closeCamera();
      set({ camera: "off" });
    },

    onWorn(worn) {
      const { wearing, said } = get();
      if (!wearing || wearing.product.productId !== worn.productId) return;
      const first = wearing.worn === null;
      set({ wearing: { ...wearing, worn }, said: first ? wornSentence(wearing.product, worn, words) : said });
    },

    onCameraLost() {
      studio.closeCamera();
      set({ camera: "off", notice: words.t("mirror.cameraLost") });
    },

    compare: (first, second) =>
      attempt(async () => {
        if (studio.isCameraOn) {
          studio.keepStill(await studio.engine(() => {}));
          actions.leave();
        }
        set({ view: "compare", compared: [first, second] });
      }),

    takePicture: () =>
      attempt(async () => {
        const { wearing } = get();
        if (!wearing) return;
        const blob = studio.current ? await studio.current.snapshot() : await jpegOf(studio.canvas);
        actions.leave();
        const before = get().picture;
        if (before) URL.revokeObjectURL(before.url);
        set({ view: "share", picture: { url: URL.createObjectURL(blob), blob, product: wearing.product } });
      }),

    async send() {
      const { picture } = get();
      if (!picture) return;
      const file = new File([picture.blob], `${words.t("share.file")}.jpg`, { type: "image/jpeg" });
      await navigator.share({ files: [file] }).catch(() => {}); // the shopper thought better of it
    },
  };
  return actions;
}

function jpegOf(canvas: HTMLCanvasElement): Promise<Blob> {
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("no picture"))), "image/jpeg", 0.92);
  });
}
