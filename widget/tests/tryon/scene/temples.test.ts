import assert from "node:assert/strict";
import { test } from "node:test";

import { Vector3 } from "three";
import type { Object3D } from "three";

import type { Vector } from "../../../src/faces/vector.js";
import { seatMatrix } from "../../../src/tryon/scene/pose.js";
import { earOf, hinged, layOnEars } from "../../../src/tryon/scene/temples.js";
import { head } from "../head.js";
import { madeFrame } from "./frame.js";

const EARS: Record<number, Vector> = { 127: [-75, 2, -70], 356: [71, 4, -74] };
const HEAD = head({ points: head().points.map((point, place) => EARS[place] ?? point) });
const SEAT = { origin: [0, 8, 16] as Vector, tilt: 0.14 };

/** Where a point of a temple, in the model's coordinates before it was hinged, is after. */
function carried(pivot: Object3D, point: Vector3): Vector3 {
  pivot.updateWorldMatrix(true, false);
  return pivot.localToWorld(point.clone().sub(pivot.position));
}

test("both temples are found by name and hinged at their front ends", () => {
  const temples = hinged(madeFrame());
  assert.deepEqual(temples.map(({ side }) => side).sort(), [-1, 1]);
  for (const { side, pivot } of temples) {
    assert.ok(pivot.position.distanceTo(new Vector3(63 * side, 0, -4)) < 1e-6);
    assert.equal(pivot.children.length, 1);
  }
});

test("a model that names no temples keeps all it has", () => {
  const frame = madeFrame({ templeName: "part" });
  assert.deepEqual(hinged(frame), []);
});

test("a temple is turned about its hinge until it lies on the wearer's ear", () => {
  const frame = madeFrame();
  const temples = hinged(frame);
  layOnEars(temples, HEAD, seatMatrix(SEAT).invert());
  for (const { side, pivot, toEar } of temples) {
    const wanted = new Vector3(...earOf(HEAD, side));
    const onEar = carried(pivot, pivot.position.clone().add(toEar)).applyMatrix4(seatMatrix(SEAT));
    assert.ok(onEar.distanceTo(wanted) < 1, `${onEar.toArray()} is not ${wanted.toArray()}`);
    assert.ok(carried(pivot, pivot.position).distanceTo(pivot.position) < 1e-9, "the hinge stays");
  }
});

test("no temple is stretched by more than an optician could", () => {
  const far = head({ points: HEAD.points.map(([x, y, z]) => [x, y, 3 * z] as const) });
  const temples = hinged(madeFrame());
  layOnEars(temples, far, seatMatrix(SEAT).invert());
  for (const { pivot } of temples) assert.equal(pivot.scale.z, 1.2);
});
