/** The frame that is on, and what draws it: its 3D model where that works, else its picture. */

import type { Product } from "../contract.js";
import { createFlatRenderer } from "./flat.js";
import type { Drawing } from "./mirror.js";
import type { FrameRenderer, FrontEdges, Placement } from "./placement.js";

export interface On {
  readonly product: Product;
  readonly edges: FrontEdges;
  readonly renderer: FrameRenderer;
}

export class Wardrobe {
  on: On | null = null;
  private preferred: Drawing = "3d";
  private trying = new AbortController();
  private readonly flat = createFlatRenderer();
  private scene: Promise<FrameRenderer> | null = null;

  /** `onFallback`: a frame that was drawn in 3D is now drawn from its picture, or not at all. */
  constructor(
    private mayUse3d: boolean,
    private readonly onFallback: () => void,
  ) {}

  /** Throws `FrameUnavailable`, or an `AbortError` when another frame is wanted by then. */
  async wear(product: Product | null): Promise<Drawing> {
    this.trying.abort();
    const { signal } = (this.trying = new AbortController());
    if (!product) {
      this.on = null;
      return this.preferred;
    }
    const renderer = await this.loaded(product, signal);
    signal.throwIfAborted();
    this.on = renderer;
    return renderer.renderer.drawing;
  }

  async prefer(drawing: Drawing): Promise<void> {
    this.preferred = drawing;
    if (this.on) await this.wear(this.on.product);
  }

  /** Throws what the drawing throws, unless it was the 3D one: then the frame is drawn from its picture from now on. */
  draw(context: CanvasRenderingContext2D, placement: Placement): void {
    const { on } = this;
    if (!on) return;
    try {
      on.renderer.draw(context, placement);
    } catch (error) {
      if (on.renderer.drawing === "2d") throw error;
      this.leave3d();
      void this.wear(on.product)
        .catch(() => {}) // the face is shown without it
        .then(this.onFallback);
    }
  }

  dispose(): void {
    this.trying.abort();
    this.on = null;
    this.flat.dispose();
    this.leave3d();
  }

  private leave3d(): void {
    this.mayUse3d = false;
    this.on = null;
    void this.scene?.then((renderer) => renderer.dispose()).catch(() => {});
    this.scene = null;
  }

  private async loaded(product: Product, signal: AbortSignal): Promise<On> {
    if (product.model3D !== null && this.preferred === "3d" && this.mayUse3d) {
      const on = await this.inScene(product, signal);
      if (on) return on;
      signal.throwIfAborted();
    }
    return { product, edges: await this.flat.load(product, signal), renderer: this.flat };
  }

  /** null when it cannot be drawn so. */
  private async inScene(product: Product, signal: AbortSignal): Promise<On | null> {
    try {
      this.scene ??= import("./scene/renderer.js").then(({ createSceneRenderer }) => createSceneRenderer());
      const renderer = await this.scene;
      return { product, edges: await renderer.load(product, signal), renderer };
    } catch {
      return null; // its picture will do
    }
  }
}
