import assert from "node:assert/strict";
import { test } from "node:test";

import type { Fitted } from "../../src/tryon/head.js";
import { Steady } from "../../src/tryon/steady.js";

const TURN: Fitted["turn"] = [
  [1, 0, 0],
  [0, 1, 0],
  [0, 0, 1],
];

function fitted(changes: Partial<Fitted> = {}): Fitted {
  const straight = Array.from({ length: 478 }, (_, i) => [i / 100, 0, 0] as const);
  return { straight, turn: TURN, pxPerCm: 20, centrePx: [320, 240], mmPerCm: 10, cameraMm: 500, ...changes };
}

test("a head's size is the median of what was seen of it", () => {
  const steady = new Steady();
  const sizes = [10, 10.2, 9.8, 30, 10].map((mmPerCm, i) => steady.next(fitted({ mmPerCm }), i * 33).mmPerCm);
  assert.equal(sizes.at(-1), 10);
});

test("a face that comes back after a while is another one", () => {
  const steady = new Steady();
  for (let i = 0; i < 10; i++) steady.next(fitted(), i * 33);
  const other = fitted({ mmPerCm: 11, centrePx: [100, 100] });
  const { mmPerCm, centrePx } = steady.next(other, 2000);
  assert.deepEqual([mmPerCm, ...centrePx], [11, 100, 100]);
});

test("more is known of the size: it is learnt anew", () => {
  const steady = new Steady();
  for (let i = 0; i < 10; i++) steady.next(fitted(), i * 33);
  steady.forget();
  assert.equal(steady.looks, 0);
  assert.equal(steady.next(fitted({ mmPerCm: 11 }), 350).mmPerCm, 11);
});

test("a turn between two turns is a turn", () => {
  const steady = new Steady();
  const [cos, sin] = [Math.cos(0.6), Math.sin(0.6)];
  steady.next(fitted(), 0);
  const { turn } = steady.next(
    fitted({
      turn: [
        [cos, 0, sin],
        [0, 1, 0],
        [-sin, 0, cos],
      ],
    }),
    33,
  );
  for (const row of turn) assert.ok(Math.abs(Math.hypot(...row) - 1) < 1e-12);
  const [a, b] = turn;
  assert.ok(Math.abs(a[0] * b[0] + a[1] * b[1] + a[2] * b[2]) < 1e-12);
  assert.ok(turn[0][2] > 0.05 && turn[0][2] <= sin);
});

test("a glance, which moves the irises within the head, hardly moves it", () => {
  const steady = new Steady();
  for (let i = 0; i < 30; i++) steady.next(fitted(), i * 33);
  const glance = fitted().straight.map(([x, y, z], place) =>
    place >= 468 ? ([x + 0.3, y, z] as const) : ([x, y, z] as const),
  );
  const { straight } = steady.next(fitted({ straight: glance }), 1000);
  assert.ok(straight[468]![0] - 4.68 < 0.05);
});

test("a picture that is read askew does not turn the head, and the motion goes on", () => {
  const steady = new Steady();
  const at = (i: number) => fitted({ centrePx: [320 + 2 * i, 240] });
  for (let i = 0; i < 30; i++) steady.next(at(i), i * 33);
  const [cos, sin] = [Math.cos(0.1), Math.sin(0.1)];
  const askew = at(30).straight.map(([x, y, z], place) => [x, y + (place % 2 ? 0.4 : -0.4), z] as const);
  const turn: Fitted["turn"] = [
    [cos, -sin, 0],
    [sin, cos, 0],
    [0, 0, 1],
  ];
  const drawn = steady.next({ ...at(30), straight: askew, turn }, 990);
  assert.ok(drawn.turn[1][0] < 0.02);
  assert.ok(Math.abs(drawn.centrePx[0] - 380) < 1.5, String(drawn.centrePx[0]));
});
