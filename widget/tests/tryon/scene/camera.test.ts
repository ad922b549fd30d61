import assert from "node:assert/strict";
import { test } from "node:test";

import { Camera, Vector3 } from "three";

import type { Matrix, Vector } from "../../../src/faces/vector.js";
import { inPicture } from "../../../src/tryon/head.js";
import type { Placement } from "../../../src/tryon/placement.js";
import { onHead } from "../../../src/tryon/seat.js";
import { lookAs } from "../../../src/tryon/scene/camera.js";
import { plane, seatMatrix, turnMatrix } from "../../../src/tryon/scene/pose.js";
import { placement } from "../head.js";

const TURNED: Matrix = turn(0.3, -0.2); // yaw and pitch, radians
const SEATED: Placement = {
  ...placement({ turn: TURNED, eyesPx: [410.5, 133.25], pxPerMm: 2.6, cameraMm: 430 }),
  seat: { origin: [1.5, 7, 17], tilt: 0.14 },
};
const POINTS: Vector[] = [
  [0, 0, 0],
  [70, -35, -6],
  [-70, 14, -110],
  [12, 3, 4],
];

function turn(yaw: number, pitch: number): Matrix {
  const [c, s, d, t] = [Math.cos(yaw), Math.sin(yaw), Math.cos(pitch), Math.sin(pitch)];
  return [
    [c, s * t, s * d],
    [0, d, -t],
    [-s, c * t, c * d],
  ];
}

test("three's camera sees points of the frame where the flat drawing does (C7)", () => {
  const { head, seat, size } = SEATED;
  const camera = new Camera();
  lookAs(camera, SEATED);
  for (const point of POINTS) {
    const at = new Vector3(...point).applyMatrix4(seatMatrix(seat)).applyMatrix4(turnMatrix(head)).project(camera);
    const [x, y] = inPicture(head, onHead(seat, point));
    assert.ok(Math.hypot(((at.x + 1) / 2) * size[0] - x, ((1 - at.y) / 2) * size[1] - y) < 0.01, `${point}`);
    assert.ok(Math.abs(at.z) < 1, "before the far plane and behind the near one");
  }
});

test("what is nearer has the lesser depth", () => {
  const camera = new Camera();
  lookAs(camera, SEATED);
  const depth = (z: number) => new Vector3(0, 0, z).project(camera).z;
  assert.ok(depth(20) < depth(0) && depth(0) < depth(-100));
});

test("what the camera sees is taken back by its inverse", () => {
  const camera = new Camera();
  lookAs(camera, SEATED);
  const there = new Vector3(20, -30, 10);
  assert.ok(there.clone().project(camera).unproject(camera).distanceTo(there) < 1e-6);
});

test("a plane is one coordinate of what a matrix makes", () => {
  const matrix = turnMatrix({ turn: TURNED }).setPosition(3, 4, 5);
  const point = new Vector3(1, -2, 7);
  const { x, y, z, w } = plane(matrix, 1);
  assert.ok(Math.abs(x * point.x + y * point.y + z * point.z + w - point.clone().applyMatrix4(matrix).y) < 1e-9);
});
