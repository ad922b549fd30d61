/** What the wearer's face is drawn with: nothing but depth, and the soft shadow of the frame before it. */

import { DoubleSide, Matrix4, ShaderMaterial, Vector4 } from "three";
import type { Texture } from "three";

/** The shadow is a texture over a box of the frame's front; `inFrame` takes the picture's axes to the frame's. */
export class Skin extends ShaderMaterial {
  private readonly inFrame = { value: new Matrix4() };
  private readonly box = { value: new Vector4() };
  private readonly shadow: { value: Texture | null } = { value: null };

  constructor() {
    super({ vertexShader: VERTEX, fragmentShader: FRAGMENT, side: DoubleSide });
    Object.assign(this.uniforms, { inFrame: this.inFrame, box: this.box, shadow: this.shadow });
  }

  cast(shadow: Texture, [left, bottom, right, top]: readonly [number, number, number, number]): void {
    this.shadow.value = shadow;
    this.box.value.set(left, bottom, 1 / (right - left), 1 / (top - bottom));
  }

  follow(inFrame: Matrix4): void {
    this.inFrame.value.copy(inFrame);
  }
}

const VERTEX = `
uniform mat4 inFrame;
uniform vec4 box;
varying vec2 vPlace;
varying float vBehind;
void main() {
  vec4 inPicture = modelMatrix * vec4(position, 1.0);
  vec3 place = (inFrame * inPicture).xyz;
  vPlace = (place.xy - box.xy) * box.zw;
  vBehind = -place.z;
  gl_Position = projectionMatrix * viewMatrix * inPicture;
}
`;

const FADES_MM = { from: 12, to: 32 }; // behind the front: on the sides of a head its shadow is lost

/** Drawn before all else and not blended: black, as opaque as the light is taken away. */
const FRAGMENT = `
uniform sampler2D shadow;
varying vec2 vPlace;
varying float vBehind;
void main() {
  vec2 inside = step(0.0, vPlace) * step(vPlace, vec2(1.0));
  float near = 1.0 - smoothstep(float(${FADES_MM.from}), float(${FADES_MM.to}), vBehind);
  gl_FragColor = vec4(0.0, 0.0, 0.0, texture2D(shadow, vPlace).a * inside.x * inside.y * near);
}
`;
