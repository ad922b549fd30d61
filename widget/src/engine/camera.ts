/** The shopper's camera. */

/**
 * Why there is no picture. `denied`: by the shopper; `policy`: by the shop's page; `none`: there is no camera;
 * `in-use`: another program has it, or it does not start; `insecure`: the page did not come by HTTPS.
 */
export type CameraTrouble = "denied" | "policy" | "none" | "in-use" | "insecure";

export class CameraUnavailable extends Error {
  constructor(
    readonly trouble: CameraTrouble,
    cause?: unknown,
  ) {
    super(`no camera: ${trouble}`, { cause });
    this.name = "CameraUnavailable";
  }
}

export interface Camera {
  /** Plays already. */
  readonly video: HTMLVideoElement;
  stop(): void;
}

const WANTED: MediaStreamConstraints = {
  audio: false,
  video: { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 30, max: 30 }, facingMode: "user" },
};

/** Asks for it; the light goes out with `stop`, with the page and with the signal. Throws `CameraUnavailable`. */
export async function openCamera(signal: AbortSignal): Promise<Camera> {
  signal.throwIfAborted();
  if (!window.isSecureContext || !navigator.mediaDevices) throw new CameraUnavailable("insecure");
  const stream = await asked();
  const video = document.createElement("video");
  const ended = new AbortController();
  const stop = () => {
    ended.abort();
    stream.getTracks().forEach((track) => track.stop());
    video.srcObject = null;
  };
  if (signal.aborted) stop();
  signal.throwIfAborted();
  signal.addEventListener("abort", stop, { signal: ended.signal });
  window.addEventListener("pagehide", stop, { signal: ended.signal });
  video.playsInline = true; // else iOS shows it over the whole screen
  video.muted = true;
  video.srcObject = stream;
  try {
    await video.play();
  } catch (error) {
    stop();
    signal.throwIfAborted();
    throw new CameraUnavailable("in-use", error);
  }
  return { video, stop };
}

async function asked(): Promise<MediaStream> {
  try {
    return await navigator.mediaDevices.getUserMedia(WANTED);
  } catch (error) {
    throw new CameraUnavailable(troubleOf(error), error);
  }
}

function troubleOf(error: unknown): CameraTrouble {
  switch (error instanceof DOMException ? error.name : "") {
    case "NotAllowedError":
      return mayAsk() ? "denied" : "policy";
    case "SecurityError":
      return "policy";
    case "NotFoundError":
    case "OverconstrainedError":
      return "none";
    default:
      return "in-use";
  }
}

/** Whether the page's Permissions Policy lets this frame ask; told by Chromium only, the others look like a refusal. */
function mayAsk(): boolean {
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return featurePolicy?.allowsFeature("camera") ?? true;
}
