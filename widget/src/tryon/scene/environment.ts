/** The room that frames mirror: the light tent in which the catalogue's pictures are taken, `_tent` in shading.py. */

import {
  DataTexture,
  DataUtils,
  EquirectangularReflectionMapping,
  HalfFloatType,
  LinearFilter,
  PMREMGenerator,
} from "three";
import type { Texture, WebGLRenderer } from "three";

import type { Vector } from "../../faces/vector.js";

const [WIDTH, HEIGHT] = [64, 32];
const BEHIND = 0.75; // of the light is missing there

/** Light by direction; mirrored once per renderer. */
export function environment(renderer: WebGLRenderer): Texture {
  const generator = new PMREMGenerator(renderer);
  const sky = panorama();
  const made = generator.fromEquirectangular(sky).texture;
  sky.dispose();
  generator.dispose();
  return made;
}

function panorama(): DataTexture {
  const data = new Uint16Array(WIDTH * HEIGHT * 4);
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const light = DataUtils.toHalfFloat(brightness(direction(column, row)));
      data.set([light, light, light, DataUtils.toHalfFloat(1)], (row * WIDTH + column) * 4);
    }
  }
  const sky = new DataTexture(data, WIDTH, HEIGHT);
  sky.type = HalfFloatType;
  sky.mapping = EquirectangularReflectionMapping;
  sky.minFilter = sky.magFilter = LinearFilter;
  sky.needsUpdate = true;
  return sky;
}

/** As three reads such a picture: its middle column lies along +x, a quarter to the right along +z. */
function direction(column: number, row: number): Vector {
  const [turn, rise] = [((column + 0.5) / WIDTH - 0.5) * 2 * Math.PI, ((row + 0.5) / HEIGHT - 0.5) * Math.PI];
  return [Math.cos(turn) * Math.cos(rise), Math.sin(rise), Math.sin(turn) * Math.cos(rise)];
}

/**
 * A soft box overhead, a strip from the left, a faint one from the right, in a room that darkens downwards and behind the
 * wearer, where frames have a head beside them.
 */
export function brightness([x, y, z]: Vector): number {
  const box = band(y, 0.42, 0.92, 0.2) * band(x, -0.85, 0.75, 0.3);
  const left = 0.6 * band(x, -0.98, -0.55, 0.2);
  const right = 0.25 * band(x, 0.62, 0.95, 0.2);
  const window = 2.5 * band(x, -0.5, -0.15, 0.12) * band(y, -0.1, 0.35, 0.2) * smooth(z);
  const room = 0.16 + 0.62 * smooth(y * 0.75 + 0.5) + 0.95 * (box + left + right) + window;
  return room * (1 - 0.45 * smooth(-y * 2.2 - 0.35)) * (1 - BEHIND * smooth(0.5 - z));
}

function band(value: number, low: number, high: number, edge: number): number {
  return smooth((value - low) / edge + 0.5) * smooth((high - value) / edge + 0.5);
}

function smooth(value: number): number {
  const share = Math.min(Math.max(value, 0), 1);
  return share * share * (3 - 2 * share);
}
