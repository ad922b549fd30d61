/** Frames drawn from their 3D models: seat, camera and sizes as in the flat drawing, with depth, light and occlusion. */

import { Camera, Group, MeshBasicMaterial, Scene, WebGLRenderer } from "three";

import type { Product } from "../../contract.js";
import type { FrameRenderer, FrontEdges, Placement } from "../placement.js";
import { lookAs } from "./camera.js";
import { environment } from "./environment.js";
import { Exposure } from "./exposure.js";
import { Hair } from "./hair.js";
import { loadModel } from "./model.js";
import type { Model } from "./model.js";
import { Occluder } from "./occluder.js";
import { Parts } from "./part.js";
import type { Part } from "./part.js";
import { plane, seatMatrix, turnMatrix } from "./pose.js";
import { castOf } from "./silhouette.js";
import type { Cast } from "./silhouette.js";
import { Skin } from "./skin.js";
import { lightWith } from "./surfaces.js";
import { earOf, layOnEars } from "./temples.js";

interface Worn {
  readonly model: Model;
  readonly cast: Cast;
  readonly frameWidth: number;
}

/** Throws where there is no WebGL 2. */
export function createSceneRenderer(): FrameRenderer {
  return new SceneRenderer();
}

class SceneRenderer implements FrameRenderer {
  readonly drawing = "3d";
  private readonly canvas = document.createElement("canvas");
  private readonly renderer: WebGLRenderer;
  private readonly scene = new Scene();
  private readonly camera = new Camera();
  private readonly head = new Group();
  private readonly seat = new Group();
  private readonly skin = new Skin();
  private readonly hidden = new MeshBasicMaterial({ colorWrite: false });
  private readonly occluder = new Occluder(this.skin, this.hidden);
  private readonly hair = new Hair();
  private readonly light = lightWith(this.hair.uniforms);
  private readonly exposure = new Exposure();
  private readonly parts = new Parts();
  private worn: Worn | null = null;
  private isLost = false;

  constructor() {
    const context = this.canvas.getContext("webgl2", { alpha: true, antialias: true, stencil: false });
    if (!context) throw new Error("this browser has no WebGL 2");
    this.canvas.addEventListener("webglcontextlost", this.onLost);
    this.renderer = new WebGLRenderer({ canvas: this.canvas, context, alpha: true });
    this.scene.environment = environment(this.renderer);
    this.head.matrixAutoUpdate = this.seat.matrixAutoUpdate = false;
    this.head.add(this.occluder.group, this.seat);
    this.scene.add(this.head);
  }

  async load(product: Product, signal: AbortSignal): Promise<FrontEdges> {
    const model = await loadModel(product, this.light, signal);
    this.check();
    this.light.beforeEars.value.set(0, 0, 0, 1);
    const worn = {
      model,
      cast: castOf(model, this.renderer, this.scene.environment),
      frameWidth: product.frameWidth,
    };
    this.takeOff();
    this.worn = worn;
    this.seat.add(model.frame);
    this.skin.cast(worn.cast.texture, worn.cast.box);
    return model.edges;
  }

  draw(context: CanvasRenderingContext2D, placement: Placement): void {
    this.check();
    if (!this.worn) return;
    const part = this.parts.of(placement);
    this.resize(part.placement.size);
    lookAs(this.camera, part.placement);
    this.place(placement, this.worn);
    this.lighten(context.canvas, placement, part);
    this.renderer.render(this.scene, this.camera);
    context.drawImage(this.canvas, part.left, part.top);
  }

  dispose(): void {
    this.takeOff();
    this.canvas.removeEventListener("webglcontextlost", this.onLost);
    this.occluder.dispose();
    this.hair.dispose();
    for (const material of [this.skin, this.hidden]) material.dispose();
    this.scene.environment?.dispose();
    this.renderer.dispose();
    this.renderer.forceContextLoss();
    this.isLost = true;
  }

  private readonly onLost = () => {
    this.isLost = true;
  };

  private check(): void {
    if (this.isLost) throw new Error("the WebGL context was lost");
  }

  private takeOff(): void {
    if (!this.worn) return;
    this.seat.remove(this.worn.model.frame);
    this.worn.model.dispose();
    this.worn.cast.texture.dispose();
    this.worn = null;
  }

  private resize([width, height]: Placement["size"]): void {
    if (this.canvas.width !== width || this.canvas.height !== height) this.renderer.setSize(width, height, false);
  }

  private place(placement: Placement, { model, frameWidth }: Worn): void {
    const { head, seat } = placement;
    this.head.matrix.copy(turnMatrix(head));
    this.seat.matrix.copy(seatMatrix(seat));
    const toFrame = this.seat.matrix.clone().invert();
    layOnEars(model.temples, head, toFrame);
    this.occluder.follow(head);
    const toHead = this.head.matrix.clone().invert();
    const inFrame = toFrame.multiply(toHead);
    this.skin.follow(inFrame);
    const { across, beforeEars } = this.light;
    across.value.copy(plane(inFrame, 0)).divideScalar(frameWidth);
    across.value.w += 0.5;
    const earMm = (earOf(head, -1)[2] + earOf(head, 1)[2]) / 2;
    beforeEars.value.copy(plane(toHead, 2));
    beforeEars.value.w -= earMm;
    beforeEars.value.divideScalar(seat.origin[2] - earMm);
  }

  private lighten(picture: HTMLCanvasElement, placement: Placement, part: Part): void {
    const light = this.exposure.next(picture, placement);
    this.light.gains.value.set(...light.gains);
    this.hair.see(picture, part, light);
  }
}
