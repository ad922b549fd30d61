/** A photo that the shopper chose, made ready to be looked at; it stays on the device. */

const MAX_BYTES = 20 * 1024 * 1024;
const LONGEST_SIDE_PX = 1280;

/** The file is no picture that this browser can read, or too large. */
export class PhotoUnreadable extends Error {
  constructor(
    readonly reason: "unreadable" | "too-large",
    cause?: unknown,
  ) {
    super(`this photo cannot be used: ${reason}`, { cause });
    this.name = "PhotoUnreadable";
  }
}

/** Upright, at most 1280 px on its longest side. Throws `PhotoUnreadable`. */
export async function readPhoto(file: Blob): Promise<HTMLCanvasElement> {
  if (file.size > MAX_BYTES) throw new PhotoUnreadable("too-large");
  if (!file.type.startsWith("image/")) throw new PhotoUnreadable("unreadable");
  const bitmap = await decoded(file);
  const share = Math.min(1, LONGEST_SIDE_PX / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * share));
  canvas.height = Math.max(1, Math.round(bitmap.height * share));
  const context = canvas.getContext("2d");
  if (!context) throw new PhotoUnreadable("unreadable");
  context.imageSmoothingQuality = "high";
  context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

async function decoded(file: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { imageOrientation: "from-image" });
  } catch (error) {
    throw new PhotoUnreadable("unreadable", error);
  }
}
