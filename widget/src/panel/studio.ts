/** What holds the shopper's face while the panel is open: engine, camera, photo and mirror. Nothing of it is sent. */

import type { Camera } from "../engine/camera.js";
import type { Engine, NormalisedLandmarks, Progress } from "../engine/engine.js";
import type { Drawing, Look, Mirror, Worn } from "../tryon/mirror.js";
import type { Reference } from "../faces/reference.js";

/** A picture of the shopper that stays, and the face found in it. */
export interface Still {
  readonly picture: HTMLCanvasElement;
  readonly landmarks: NormalisedLandmarks;
}

export interface StudioEvents {
  onLook(look: Look): void;
  onWorn(worn: Worn): void;
  onCameraLost(): void;
}

export interface Studio {
  /** The canvas that the live picture or photo is shown on, in whichever screen stands. */
  readonly canvas: HTMLCanvasElement;
  readonly isCameraOn: boolean;
  readonly isEngineHere: boolean;
  still: Still | null;
  /** The photo that the shopper chose to send, for try-on at the shop. */
  sent: Blob | null;
  /** Throws `EngineUnavailable`. */
  engine(onProgress: (progress: Progress) => void): Promise<Engine>;
  /** Throws `CameraUnavailable`. */
  openCamera(): Promise<void>;
  closeCamera(): void;
  /** Shows what is there: the camera's pictures when it is on, else the still. */
  mirror(engine: Engine): Promise<Mirror>;
  /** A further mirror on a canvas of its own. */
  mirrorOn(canvas: HTMLCanvasElement, onWorn: (worn: Worn) => void): Promise<Mirror>;
  know(reference: Reference): void;
  prefer(drawing: Drawing): Promise<void>;
  /** Keeps the camera's present picture as the still; false when no face is in it. */
  keepStill(engine: Engine): boolean;
  readonly current: Mirror | null;
  /** Lets go of everything that shows a face. */
  clear(): void;
}

/** `base`: the release's folder. */
export function openStudio(base: URL, events: StudioEvents): Studio {
  const canvas = document.createElement("canvas");
  let loading: Promise<Engine> | null = null;
  let leaving = new AbortController();
  let camera: Camera | null = null;
  let mirror: Mirror | null = null;
  let reference: Reference = {};

  async function build(
    target: HTMLCanvasElement,
    engine: Engine,
    onWorn: (worn: Worn) => void,
    onLook: (look: Look) => void,
  ) {
    const { createMirror } = await import("../tryon/create.js");
    const built = createMirror(target, {
      engine,
      onLook,
      onWorn,
      onTrouble: (trouble) => trouble === "camera-lost" && events.onCameraLost(),
      allow3d: true,
    });
    built.know(reference);
    return built;
  }

  const studio: Studio = {
    canvas,
    still: null,
    sent: null,
    get isCameraOn() {
      return camera !== null;
    },
    get isEngineHere() {
      return loading !== null;
    },
    get current() {
      return mirror;
    },

    engine(onProgress) {
      const options = { base, onProgress, signal: leaving.signal };
      loading ??= import("../engine/load.js")
        .then(({ loadEngine }) => loadEngine(options))
        .catch((cause: unknown) => {
          loading = null;
          throw cause;
        });
      return loading;
    },

    async openCamera() {
      const { openCamera } = await import("../engine/camera.js");
      camera ??= await openCamera(leaving.signal);
    },

    closeCamera() {
      mirror?.stop();
      mirror = null;
      camera?.stop();
      camera = null;
    },

    async mirror(engine) {
      mirror ??= await build(canvas, engine, events.onWorn, events.onLook);
      if (camera) mirror.live(camera.video);
      else if (studio.still) mirror.still(studio.still.picture, studio.still.landmarks);
      return mirror;
    },

    async mirrorOn(target, onWorn) {
      const built = await build(target, await studio.engine(() => {}), onWorn, () => {});
      if (studio.still) built.still(studio.still.picture, studio.still.landmarks);
      return built;
    },

    know(known) {
      reference = known;
      mirror?.know(known);
    },

    prefer: async (drawing) => mirror?.prefer(drawing),

    keepStill(engine) {
      if (!camera) return studio.still !== null;
      const { video } = camera;
      const picture = document.createElement("canvas");
      [picture.width, picture.height] = [video.videoWidth, video.videoHeight];
      picture.getContext("2d")?.drawImage(video, 0, 0);
      const [landmarks] = engine.look(picture);
      if (!landmarks) return false;
      studio.still = { picture, landmarks };
      return true;
    },

    clear() {
      leaving.abort();
      leaving = new AbortController();
      studio.closeCamera();
      studio.still = null;
      studio.sent = null;
      canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
    },
  };
  return studio;
}
