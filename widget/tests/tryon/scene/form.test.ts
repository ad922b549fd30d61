import assert from "node:assert/strict";
import { test } from "node:test";

import { Group } from "three";

import data from "../../../../shared/tryon/data/placement.json" with { type: "json" };
import { FrameUnavailable } from "../../../src/tryon/placement.js";
import { formOf } from "../../../src/tryon/scene/form.js";
import { SIZES, madeFrame } from "./frame.js";

function near(actual: number, wanted: number, within = 1e-6): void {
  assert.ok(Math.abs(actual - wanted) <= within, `${actual} is not ${wanted}`);
}

function inUnits(frame: Group, mmPerUnit: number): Group {
  frame.scale.setScalar(1 / mmPerUnit);
  return new Group().add(frame);
}

test("a model in metres is taken as it is, its origin put on the bridge's upper edge and the front's face", () => {
  const { mmPerUnit, originMm, edges } = formOf(inUnits(madeFrame(), 1000), SIZES);
  near(mmPerUnit, 1000);
  near(originMm.x, 0);
  near(originMm.y, 3, 1e-4);
  near(originMm.z, 2 + 35 ** 2 / (2 * data.front.wrapRadiusMm), 1e-4);
  near(edges.topMm, 10 - 3, 1e-4);
  near(edges.lensMiddleMm, -10 - 3, 1e-4);
});

for (const [unit, mm] of Object.entries({ millimetres: 1, centimetres: 10, inches: 25.4 })) {
  test(`a model in ${unit} is brought to the catalogue's width`, () => {
    near(formOf(inUnits(madeFrame(), mm), SIZES).mmPerUnit, mm, 1e-6 * mm);
  });
}

test("a model that is off by more than 3 % is brought to the catalogue's width, one that is nearer keeps its own", () => {
  near(formOf(inUnits(madeFrame({ width: 136 }), 1000), SIZES).mmPerUnit, (1000 * 130) / 136, 1e-3);
  near(formOf(inUnits(madeFrame({ width: 133 }), 1000), SIZES).mmPerUnit, 1000);
});

test("temples that stand wider at the ears do not widen the front", () => {
  const frame = madeFrame({ templeName: "arm" });
  for (const node of frame.children.filter(({ name }) => name.startsWith("arm"))) {
    node.rotation.y = node.position.x < 0 ? 0.1 : -0.1;
    node.position.x *= 1.11;
  }
  near(formOf(inUnits(frame, 1000), SIZES).mmPerUnit, 1000);
});

test("a model whose origin lies elsewhere is centred", () => {
  const frame = madeFrame();
  frame.position.set(0.04, -0.2, 0.1);
  const { originMm } = formOf(inUnits(frame, 1000), SIZES);
  near(originMm.x, 40, 1e-3);
  near(originMm.y, -197, 1e-3);
});

test("the upper bar of an aviator is not its bridge", () => {
  near(formOf(inUnits(madeFrame({ secondBar: true }), 1000), SIZES).originMm.y, 3, 1e-4);
});

test("an empty model is no frame", () => {
  assert.throws(() => formOf(new Group(), SIZES), FrameUnavailable);
});
