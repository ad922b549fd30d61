/** Whether a face is lit and sharp enough to be measured: the first gates of `shared/faces/quality.py`. */

import { gate } from "../faces/gate.js";
import { FaceRefused } from "../faces/refusal.js";
import type { Points } from "../faces/vector.js";

/** The face alone, averaged down by a whole factor: a window behind it is not what lights it. */
interface Grey {
  readonly levels: Float32Array;
  readonly width: number;
  readonly height: number;
}

/** Landmarks are in the picture's pixels. Raises `FaceRefused`: TOO_DARK, TOO_BRIGHT or TOO_BLURRED. */
export function checkLight(picture: HTMLCanvasElement, landmarks: Points): void {
  const grey = faceOf(picture, landmarks);
  const face = [...grey.levels.filter((_, place) => isInEllipse(grey, place))].sort((a, b) => a - b);
  if (face[Math.floor(face.length * 0.95)]! < gate.light.darkBelow) throw new FaceRefused("TOO_DARK");
  const clipped = face.filter((level) => level >= gate.light.clippedFrom).length / face.length;
  if (clipped > gate.light.brightAbove) throw new FaceRefused("TOO_BRIGHT");
  if (sharpness(grey) < gate.sharpness.min) throw new FaceRefused("TOO_BLURRED");
}

let scratch: CanvasRenderingContext2D | null = null;

function faceOf(picture: HTMLCanvasElement, landmarks: Points): Grey {
  const [across, down] = [landmarks.map(([x]) => x), landmarks.map(([, y]) => y)];
  const [left, top] = [Math.max(0, Math.floor(Math.min(...across))), Math.max(0, Math.floor(Math.min(...down)))];
  const wide = Math.max(1, Math.min(picture.width, Math.ceil(Math.max(...across))) - left);
  const high = Math.max(1, Math.min(picture.height, Math.ceil(Math.max(...down))) - top);
  const factor = Math.max(1, Math.floor(wide / gate.sharpness.faceWidthPx));
  const [width, height] = [Math.max(1, Math.floor(wide / factor)), Math.max(1, Math.floor(high / factor))];
  scratch ??= document.createElement("canvas").getContext("2d", { willReadFrequently: true });
  if (!scratch) throw new Error("this browser has no 2D canvas");
  [scratch.canvas.width, scratch.canvas.height] = [width, height];
  scratch.imageSmoothingQuality = "medium";
  scratch.drawImage(picture, left, top, width * factor, height * factor, 0, 0, width, height);
  const { data } = scratch.getImageData(0, 0, width, height);
  const levels = Float32Array.from({ length: width * height }, (_, place) => {
    const [r, g, b] = [data[4 * place]!, data[4 * place + 1]!, data[4 * place + 2]!];
    return 0.299 * r + 0.587 * g + 0.114 * b;
  });
  return { levels, width, height };
}

function isInEllipse({ width, height }: Grey, place: number): boolean {
  const across = (2 * ((place % width) + 1)) / (width + 1) - 1;
  const down = (2 * (Math.floor(place / width) + 1)) / (height + 1) - 1;
  return across * across + down * down <= 1;
}

/** Mean absolute Laplacian over the standard deviation. */
function sharpness({ levels, width, height }: Grey): number {
  const mean = levels.reduce((sum, level) => sum + level, 0) / levels.length;
  const spread = Math.sqrt(levels.reduce((sum, level) => sum + (level - mean) ** 2, 0) / levels.length);
  let total = 0;
  for (let row = 1; row < height - 1; row++) {
    for (let at = row * width + 1; at < (row + 1) * width - 1; at++) {
      const around = levels[at - 1]! + levels[at + 1]! + levels[at - width]! + levels[at + width]!;
      total += Math.abs(around - 4 * levels[at]!);
    }
  }
  return total / (Math.max(1, (width - 2) * (height - 2)) * Math.max(spread, 1e-6));
}
