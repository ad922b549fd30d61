import assert from "node:assert/strict";
import { test } from "node:test";

import { bent, projection } from "../../src/tryon/front.js";
import { inPicture } from "../../src/tryon/head.js";
import { onHead } from "../../src/tryon/seat.js";
import { placement } from "./head.js";

test("the short way from the front to the picture is the long way's", () => {
  const [cos, sin] = [Math.cos(0.3), Math.sin(0.3)];
  const turned = placement({
    turn: [
      [cos, 0, sin],
      [0, 1, 0],
      [-sin, 0, cos],
    ],
  });
  const { head, seat } = { ...turned, seat: { origin: [1, 8, 17] as const, tilt: 0.14 } };
  const place = projection({ head, seat, size: [640, 480] }, 4);
  for (const [x, y] of [
    [0, 0],
    [-65, 10],
    [65, -40],
  ] as const) {
    const [u, v] = place(x, y);
    const [long, down] = inPicture(head, onHead(seat, bent(x, y, 4)));
    assert.ok(Math.hypot(u - long, v - down) < 1e-9);
  }
});

test("what is nearer to the camera is larger", () => {
  const [near, far] = [projection(placement(), -20), projection(placement(), 20)].map((place) => place(50, 0)[0]);
  assert.ok(near! > far!);
});
