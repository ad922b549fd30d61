/** A frame's GLB, brought here and made ready to be worn. */

import { Group, Matrix4, Texture } from "three";
import type { Mesh, Object3D } from "three";
import { GLTFLoader } from "three/addons/loaders/GLTFLoader.js";

import type { Product } from "../../contract.js";
import { FrameUnavailable } from "../placement.js";
import type { FrontEdges } from "../placement.js";
import { formOf } from "./form.js";
import { materialsOf } from "./section.js";
import { prepare } from "./surfaces.js";
import type { Light } from "./surfaces.js";
import { hinged } from "./temples.js";
import type { Temple } from "./temples.js";

const TIMEOUT_MS = 15_000;
const MOST_BYTES = 8 * 1024 * 1024;

/** `frame` is in the frame's own coordinates (see `Seat`): its temples on their pivots, and `front`, all the rest. */
export interface Model {
  readonly frame: Group;
  readonly front: Object3D;
  readonly temples: readonly Temple[];
  readonly edges: FrontEdges;
  dispose(): void;
}

/** Throws `FrameUnavailable`, or the signal's reason. */
export async function loadModel(product: Product, light: Light, signal: AbortSignal): Promise<Model> {
  if (product.model3D === null) throw new FrameUnavailable("no-picture");
  const url = new URL(product.model3D, document.baseURI);
  const scene = await parsed(await bytesOf(url, signal), new URL(".", url).href);
  try {
    signal.throwIfAborted();
    return modelOf(scene, product, light);
  } catch (error) {
    release(scene);
    throw error;
  }
}

async function bytesOf(url: URL, signal: AbortSignal): Promise<ArrayBuffer> {
  let bytes: ArrayBuffer;
  try {
    const answer = await fetch(url, { signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]) });
    if (!answer.ok) throw new Error(`the model's server answers ${answer.status}`);
    bytes = await answer.arrayBuffer();
  } catch (error) {
    signal.throwIfAborted();
    throw new FrameUnavailable("unreachable", error);
  }
  if (bytes.byteLength > MOST_BYTES) throw new FrameUnavailable("unusable");
  return bytes;
}

async function parsed(bytes: ArrayBuffer, base: string): Promise<Group> {
  try {
    return (await new GLTFLoader().parseAsync(bytes, base)).scene;
  } catch (error) {
    throw new FrameUnavailable("unusable", error);
  }
}

function modelOf(scene: Group, product: Product, light: Light): Model {
  const { mmPerUnit, originMm, edges } = formOf(scene, product);
  const frame = new Group();
  frame.add(scene);
  const placed = new Matrix4().makeScale(mmPerUnit, mmPerUnit, mmPerUnit).setPosition(originMm.negate());
  scene.applyMatrix4(placed);
  const temples = hinged(frame);
  prepare(
    frame,
    temples.map(({ pivot }) => pivot),
    light,
  );
  return { frame, front: scene, temples, edges, dispose: () => release(frame) };
}

function release(root: Object3D): void {
  root.traverse((node) => {
    const mesh = node as Mesh;
    if (!mesh.isMesh) return;
    mesh.geometry.dispose();
    for (const material of materialsOf(mesh)) {
      for (const value of Object.values(material)) if (value instanceof Texture) value.dispose();
      material.dispose();
    }
  });
}
