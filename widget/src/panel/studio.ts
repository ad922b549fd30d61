/** What holds the shopper's face while the panel is open: engine, camera, photo and mirror. Nothing of it is sent. */

import type { Camera } from "../engine/camera.js";
import type { Engine, NormalisedLandmarks, Progress } from "../engine/engine.js";
import type { Drawing, Look, Mirror, Worn } from "../tryon/mirror.js";
import type { FaceResult } from "../faces/result.js";

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
  readonly still: Still | null;
  /** The photo that the shopper chose to send, for try-on at the shop. */
  readonly sent: Blob | null;
  /** Throws `EngineUnavailable`. */
  engine(onProgress: (progress: Progress) => void): Promise<Engine>;
  /** Throws `CameraUnavailable`. */
  openCamera(): Promise<void>;
  closeCamera(): void;
  /** Shows what is there: the camera's pictures when it is on, else the still. */
  mirror(engine: Engine): Promise<Mirror>;
  /** A further mirror on a canvas of its own. */
  mirrorOn(canvas: HTMLCanvasElement, onWorn: (worn: Worn) => void): Promise<Mirror>;
  /** Frames are drawn by the size that was measured, and words say the same of them as their fit does. */
  know(face: FaceResult): void;
  keep(still: Still): void;
  keepSent(photo: Blob): void;
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
  let face: FaceResult | null = null;
  let still: Still | null = null;
  let sent: Blob | null = null;

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
    if (face) tellSize(built, face);
    return built;
  }

  const studio: Studio = {
    canvas,
    get still() {
      return still;
    },
    get sent() {
      return sent;
    },
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
      else if (still) mirror.still(still.picture, still.landmarks);
      return mirror;
    },

    async mirrorOn(target, onWorn) {
      const built = await build(target, await studio.engine(() => {}), onWorn, () => {});
      if (still) built.still(still.picture, still.landmarks);
      return built;
    },

    know(known) {
      face = known;
      if (mirror) tellSize(mirror, known);
    },

    keep(taken) {
      [still, sent] = [taken, null];
    },

    keepSent(photo) {
      [still, sent] = [null, photo];
    },

    prefer: async (drawing) => mirror?.prefer(drawing),

    keepStill(engine) {
      if (!camera) return still !== null;
      const { video } = camera;
      const picture = document.createElement("canvas");
      [picture.width, picture.height] = [video.videoWidth, video.videoHeight];
      picture.getContext("2d")?.drawImage(video, 0, 0);
      const [landmarks] = engine.look(picture);
      if (!landmarks) return false;
      studio.keep({ picture, landmarks });
      return true;
    },

    clear() {
      leaving.abort();
      leaving = new AbortController();
      studio.closeCamera();
      [still, sent, face] = [null, null, null];
      canvas.getContext("2d")?.clearRect(0, 0, canvas.width, canvas.height);
    },
  };
  return studio;
}

function tellSize(mirror: Mirror, { measurements }: FaceResult): void {
  const { pupillaryDistance, faceWidth } = measurements;
  mirror.know(pupillaryDistance ? { pupillaryDistance: pupillaryDistance.mm } : {}, faceWidth?.mm);
}
