/** The mirror: each picture is drawn, looked at and drawn on in one task, so that the frame never trails the face. */

import type { NormalisedLandmarks } from "../engine/engine.js";
import type { Reference } from "../faces/reference.js";
import { eachPicture } from "./clock.js";
import type { PictureTimes } from "./clock.js";
import { headOf } from "./head.js";
import type { Fitted, Found } from "./head.js";
import { PLACED } from "./mirror.js";
import type { CreateMirror, Drawing, Look, Mirror, MirrorOptions } from "./mirror.js";
import type { Product } from "../contract.js";
import type { Placement } from "./placement.js";
import { seat } from "./seat.js";
import { headIn, isTurned } from "./sight.js";
import { Steady } from "./steady.js";
import { Telling } from "./telling.js";
import { Wardrobe } from "./wardrobe.js";

const LOOKS_TO_TELL = 8; // before a live face's numbers are told
const JPEG_QUALITY = 0.92;

interface Photo {
  readonly picture: HTMLCanvasElement;
  readonly landmarks: NormalisedLandmarks;
}

export const createMirror: CreateMirror = (canvas, options) => new CanvasMirror(canvas, options);

class CanvasMirror implements Mirror {
  private readonly context: CanvasRenderingContext2D;
  private readonly wardrobe: Wardrobe;
  private readonly telling: Telling;
  private readonly steady = new Steady();
  private readonly stopped = new AbortController();
  private known: Reference = {};
  private photo: Photo | null = null;
  private halt = () => {};

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly options: MirrorOptions,
  ) {
    const context = canvas.getContext("2d", { alpha: false });
    if (!context) throw new Error("this browser has no 2D canvas");
    this.context = context;
    this.wardrobe = new Wardrobe(options.allow3d, () => this.changed());
    this.telling = new Telling(options.onWorn);
    this.listen(canvas, "contextlost", "context-lost");
  }

  live(video: HTMLVideoElement): void {
    this.begin(null);
    const haltPictures = eachPicture(video, (times) => this.show(video, times));
    const ended = new AbortController();
    const tracks = video.srcObject instanceof MediaStream ? video.srcObject.getVideoTracks() : [];
    for (const track of tracks) this.listen(track, "ended", "camera-lost", ended.signal);
    this.halt = () => {
      haltPictures();
      ended.abort();
    };
  }

  still(picture: HTMLCanvasElement, landmarks: NormalisedLandmarks): void {
    this.begin({ picture, landmarks });
    this.redraw();
  }

  know(reference: Reference, faceWidthMm?: number): void {
    this.known = reference;
    this.telling.know(faceWidthMm);
    this.again();
    this.redraw();
  }

  async wear(product: Product | null): Promise<Drawing> {
    const drawing = await this.wardrobe.wear(product);
    this.changed();
    return drawing;
  }

  async prefer(drawing: Drawing): Promise<void> {
    await this.wardrobe.prefer(drawing);
    this.changed();
  }

  snapshot(): Promise<Blob> {
    return new Promise((resolve, reject) => {
      const done = (blob: Blob | null) => (blob ? resolve(blob) : reject(new Error("the picture is empty")));
      this.canvas.toBlob(done, "image/jpeg", JPEG_QUALITY);
    });
  }

  stop(): void {
    this.halt();
    this.stopped.abort();
    this.wardrobe.dispose();
    this.photo = null;
  }

  private changed(): void {
    this.telling.renew();
    this.redraw();
  }

  private begin(photo: Photo | null): void {
    this.halt();
    this.halt = () => {};
    this.photo = photo;
    this.again();
  }

  /** What was learnt of the face is learnt anew. */
  private again(): void {
    this.steady.forget();
    this.telling.forget();
  }

  private listen(target: EventTarget, event: string, trouble: "camera-lost" | "context-lost", signal?: AbortSignal) {
    target.addEventListener(
      event,
      () => {
        this.halt();
        this.options.onTrouble(trouble);
      },
      { once: true, signal: signal ?? this.stopped.signal },
    );
  }

  private show(video: HTMLVideoElement, { shownMs, takenMs }: PictureTimes): void {
    const { context } = this;
    this.resize(video.videoWidth, video.videoHeight);
    context.setTransform(-1, 0, 0, 1, this.canvas.width, 0); // as in a mirror
    context.drawImage(video, 0, 0, this.canvas.width, this.canvas.height);
    context.resetTransform();
    const start = performance.now();
    const landmarks = this.options.engine.track(this.canvas, shownMs);
    const foundInMs = performance.now() - start;
    this.place(landmarks, shownMs, foundInMs, (found) => this.steady.next(found, takenMs));
  }

  /** The photo with the frame, when there is one. */
  private redraw(): void {
    if (!this.photo || this.stopped.signal.aborted) return;
    const { picture, landmarks } = this.photo;
    this.resize(picture.width, picture.height);
    this.context.drawImage(picture, 0, 0);
    this.place(landmarks, performance.now(), 0, (found) => found);
  }

  private place(
    landmarks: NormalisedLandmarks | null,
    atMs: number,
    foundInMs: number,
    steadied: (found: Found) => Fitted,
  ): void {
    const size = [this.canvas.width, this.canvas.height] as const;
    const found = landmarks && headIn(landmarks, size, this.known);
    const state: Look["state"] = !found ? "none" : isTurned(found) ? "turned" : "face";
    this.options.onLook({ state, landmarks, size, atMs, foundInMs });
    let placement: Placement | null = null;
    if (found && state === "face") placement = this.draw(found, steadied(found));
    this.canvas.dispatchEvent(new CustomEvent(PLACED, { detail: { placement, atMs } }));
  }

  private draw(found: Found, fitted: Fitted): Placement | null {
    const { on } = this.wardrobe;
    if (!on) return null;
    const head = headOf(fitted);
    const size = [this.canvas.width, this.canvas.height] as const;
    const placement = { head, seat: seat(head, on.product, on.edges.lensMiddleMm), size };
    this.wardrobe.draw(this.context, placement);
    this.telling.take(found);
    if (this.photo || this.steady.looks >= LOOKS_TO_TELL) this.telling.tell(on, placement);
    return placement;
  }

  /** Setting a canvas's size empties it, even to the same one. */
  private resize(width: number, height: number): void {
    if (this.canvas.width !== width) this.canvas.width = width;
    if (this.canvas.height !== height) this.canvas.height = height;
  }
}
