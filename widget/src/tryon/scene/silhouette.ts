/** A front's shadow, made once from its model as `shadow.ts` makes it from its picture. */

import { Box3, DataTexture, LinearFilter, OrthographicCamera, Scene } from "three";
import type { Texture, WebGLRenderer } from "three";

import type { Box } from "../grid.js";
import { shadowOf } from "../shadow.js";
import type { Model } from "./model.js";

const PX_PER_MM = 2;
const BEFORE_MM = 10;

export interface Cast {
  readonly texture: Texture;
  readonly box: Box;
}

/** Leaves the renderer's canvas at another size. `room` is what the model will be lit by, so that nothing is made twice. */
export function castOf({ frame, front, temples }: Model, renderer: WebGLRenderer, room: Texture | null): Cast {
  const { min, max } = new Box3().setFromObject(front);
  const camera = new OrthographicCamera(min.x, max.x, max.y, min.y, 0, max.z - min.z + 2 * BEFORE_MM);
  camera.position.z = max.z + BEFORE_MM;
  const scene = new Scene();
  scene.environment = room;
  scene.add(frame);
  renderer.compile(scene, camera);
  for (const { pivot } of temples) pivot.visible = false;
  const [width, height] = [Math.ceil((max.x - min.x) * PX_PER_MM), Math.ceil((max.y - min.y) * PX_PER_MM)];
  const data = drawn(renderer, scene, camera, width, height);
  for (const { pivot } of temples) pivot.visible = true;
  scene.remove(frame);
  const { texture, box } = shadowOf({ data, width, height }, [min.x, min.y, max.x, max.y], PX_PER_MM);
  const mask = new DataTexture(texture.data, texture.width, texture.height);
  mask.minFilter = mask.magFilter = LinearFilter;
  mask.needsUpdate = true;
  return { texture: mask, box };
}

/** Its pixels, rows from the bottom. */
function drawn(
  renderer: WebGLRenderer,
  scene: Scene,
  camera: OrthographicCamera,
  width: number,
  height: number,
): Uint8ClampedArray<ArrayBuffer> {
  const data = new Uint8ClampedArray(width * height * 4);
  renderer.setSize(width, height, false);
  renderer.render(scene, camera);
  const gl = renderer.getContext();
  gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(data.buffer));
  return data;
}
