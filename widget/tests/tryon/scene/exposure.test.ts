import assert from "node:assert/strict";
import { test } from "node:test";

import data from "../../../../shared/tryon/data/appearance.json" with { type: "json" };
import { lightOf } from "../../../src/tryon/scene/exposure.js";

const SIDE = 16;

/** The thumbnail of a face of these greys on its left and its right half. */
function face(left: number, right: number): Uint8ClampedArray {
  return Uint8ClampedArray.from({ length: SIDE * SIDE * 4 }, (_, i) => ((i >> 2) % SIDE < SIDE / 2 ? left : right));
}

test("a face as bright as the catalogue's light leaves frames as they are", () => {
  const [left, right] = lightOf(face(data.light.brightestGrey, data.light.brightestGrey)).gains;
  assert.ok(Math.abs(left - 1) < 1e-9 && Math.abs(right - 1) < 1e-9);
});

test("frames darken with a dark face, to a bound", () => {
  const dim = lightOf(face(150, 150)).gains[0];
  assert.ok(dim < 1 && dim > data.light.exposure[0]!);
  assert.deepEqual(lightOf(face(20, 20)).gains, [data.light.exposure[0], data.light.exposure[0]]);
});

test("the end on the brighter side is brighter", () => {
  const [left, right] = lightOf(face(200, 120)).gains;
  assert.ok(left > right);
});

test("each cheek has a light of its own", () => {
  assert.deepEqual(lightOf(face(200, 120)).cheeks, [201, 121]);
});

test("no picture is full light", () => {
  assert.deepEqual(lightOf(new Uint8ClampedArray(0)).gains, [1, 1]);
});
