/**
 * What is changed in a model's materials: glass reflects, all stands in the photo's light, temples go under hair and end at
 * the ears.
 */

import { Vector2, Vector4 } from "three";
import type { IUniform, Material, Mesh, MeshPhysicalMaterial, MeshStandardMaterial, Object3D } from "three";

import type { HairUniforms } from "./hair.js";
import { isWithin, materialsOf } from "./section.js";
import { FADE, FRAGMENT_HEAD, FRONT, GAIN, GLASS, VERTEX, VERTEX_HEAD } from "./shading.js";

const LENS = /lens|glass/i;
const LEAST_OPACITY = 0.05; // of glass that is given by what it transmits
const ORDER = { temple: 0, front: 1, lens: 2 } as const;

/** What all of a scene's materials share. */
export interface Light extends HairUniforms {
  /** What the left and the right end of the front get of the photo's light, as shown. */
  readonly gains: IUniform<Vector2>;
  /** Planes along the picture's axes, mm: 0 to 1 from the left end to the right, and from the ears to the bridge. */
  readonly across: IUniform<Vector4>;
  readonly beforeEars: IUniform<Vector4>;
}

export function lightWith(hair: HairUniforms): Light {
  return {
    ...hair,
    gains: { value: new Vector2(1, 1) },
    across: { value: new Vector4() },
    beforeEars: { value: new Vector4() },
  };
}

/** A model without known temples may end at the ears anywhere. */
export function prepare(root: Object3D, temples: readonly Object3D[], light: Light): void {
  root.traverse((node) => {
    const mesh = node as Mesh;
    if (!mesh.isMesh) return;
    const isTemple = temples.some((temple) => isWithin(mesh, temple));
    const isLens = materialsOf(mesh).every(({ name }) => LENS.test(`${mesh.name} ${name}`));
    const kind = { isLens, isFront: !isTemple, isFaded: isTemple || !temples.length };
    const copies = materialsOf(mesh).map((material) => {
      const copy = material.clone();
      change(copy, kind, light);
      return copy;
    });
    mesh.material = copies.length === 1 && copies[0] ? copies[0] : copies;
    mesh.renderOrder = isTemple ? ORDER.temple : isLens ? ORDER.lens : ORDER.front;
  });
}

interface Kind {
  readonly isLens: boolean;
  readonly isFront: boolean;
  readonly isFaded: boolean;
}

function change(material: Material, { isLens, isFront, isFaded }: Kind, light: Light): void {
  mixTransmission(material as MeshPhysicalMaterial);
  const isClear = material.transparent;
  material.depthWrite = !(isClear && isLens); // what is seen through it may be drawn later
  material.transparent ||= isFaded;
  if (!(material as MeshStandardMaterial).isMeshStandardMaterial) return;
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, light);
    shader.vertexShader = shader.vertexShader
      .replace("void main() {", `${VERTEX_HEAD}void main() {`)
      .replace("#include <project_vertex>", `#include <project_vertex>\n${VERTEX}${isFront ? FRONT : ""}`);
    shader.fragmentShader = shader.fragmentShader
      .replace("void main() {", `${FRAGMENT_HEAD}void main() {`)
      .replace(
        "#include <opaque_fragment>",
        `${isClear ? GLASS : ""}${isFaded ? FADE : ""}#include <opaque_fragment>`,
      )
      .replace("#include <dithering_fragment>", GAIN);
  };
  material.customProgramCacheKey = () => `${isClear}${isFront}${isFaded}`;
}

/** Light that comes through is mixed in by opacity: what lies behind is a picture that WebGL does not have. */
function mixTransmission(material: MeshPhysicalMaterial): void {
  if (!(material.transmission > 0)) return;
  const { r, g, b } = material.color;
  material.opacity = Math.max(LEAST_OPACITY, 1 - material.transmission * Math.max(r, g, b));
  material.transmission = 0;
  material.transparent = true;
}
