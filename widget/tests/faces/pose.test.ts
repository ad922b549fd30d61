import assert from "node:assert/strict";
import { test } from "node:test";

import { fitHead, NoFit } from "../../src/faces/pose.js";
import type { Pose } from "../../src/faces/result.js";
import type { Vector } from "../../src/faces/vector.js";
import { canonicalLandmarks, degrees } from "./head.js";

function assertPose(actual: Pose, yaw: number, pitch: number, roll: number): void {
  const off = [actual.yaw - yaw, actual.pitch - pitch, actual.roll - roll];
  assert.ok(Math.max(...off.map(Math.abs)) < 1e-6, JSON.stringify(actual));
}

test("the canonical face looks straight ahead and fits itself", () => {
  const { pose, misfitCm } = fitHead(canonicalLandmarks());
  assertPose(pose, 0, 0, 0);
  assert.ok(misfitCm < 1e-6);
});

test("yaw is positive when the nose points to the right of the picture", () => {
  const { sine, cosine } = degrees(18);
  const turned = canonicalLandmarks([
    [cosine, 0, -sine],
    [0, 1, 0],
    [sine, 0, cosine],
  ]);
  assertPose(fitHead(turned).pose, 18, 0, 0);
  assert.ok((turned[4]?.[0] ?? NaN) > (canonicalLandmarks()[4]?.[0] ?? NaN));
});

test("pitch is positive when the head is lowered", () => {
  const { sine, cosine } = degrees(20);
  const turned = canonicalLandmarks([
    [1, 0, 0],
    [0, cosine, sine],
    [0, -sine, cosine],
  ]);
  assertPose(fitHead(turned).pose, 0, 20, 0);
  assert.ok((turned[4]?.[1] ?? NaN) > (canonicalLandmarks()[4]?.[1] ?? NaN));
});

test("roll is positive counter-clockwise as seen", () => {
  const { sine, cosine } = degrees(170);
  assertPose(
    fitHead(
      canonicalLandmarks([
        [cosine, sine, 0],
        [-sine, cosine, 0],
        [0, 0, 1],
      ]),
    ).pose,
    0,
    0,
    170,
  );
});

test("points all in one place fit no head", () => {
  assert.throws(() => fitHead(Array.from({ length: 478 }, (): Vector => [0, 0, 0])), NoFit);
});
