/** The pixels of a picture from the shop's or our own server. */

import { FrameUnavailable } from "./placement.js";

const MOST_PIXELS = 4_000_000;
const TIMEOUT_MS = 15_000;

/** Throws `FrameUnavailable`, or the signal's reason. */
export async function readPicture(url: string, signal: AbortSignal): Promise<ImageData> {
  const image = await loaded(url, signal);
  const [width, height] = [image.naturalWidth, image.naturalHeight];
  if (width * height > MOST_PIXELS || width * height === 0) throw new FrameUnavailable("unusable");
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [width, height];
  const context = canvas.getContext("2d", { willReadFrequently: true });
  if (!context) throw new FrameUnavailable("unusable");
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}

/** Only what its server lets other pages read: else the mirror's own picture could not be read any more. */
async function loaded(url: string, signal: AbortSignal): Promise<HTMLImageElement> {
  signal.throwIfAborted();
  const image = new Image();
  image.crossOrigin = "anonymous";
  image.src = url;
  let stop = () => {};
  const stopped = new Promise<never>((_, reject) => {
    const timer = setTimeout(() => reject(new FrameUnavailable("unreachable")), TIMEOUT_MS);
    const abort = () => reject(signal.reason);
    signal.addEventListener("abort", abort, { once: true });
    stop = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", abort);
    };
  });
  try {
    await Promise.race([image.decode(), stopped]);
    return image;
  } catch (error) {
    image.src = "";
    signal.throwIfAborted();
    throw error instanceof FrameUnavailable ? error : new FrameUnavailable("unreachable", error);
  } finally {
    stop();
  }
}
