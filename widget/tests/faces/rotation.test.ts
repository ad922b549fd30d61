import assert from "node:assert/strict";
import { test } from "node:test";

import { rotation } from "../../src/faces/rotation.js";
import { minus, plus, scaled, through, times } from "../../src/faces/vector.js";
import type { Matrix, Points, Vector } from "../../src/faces/vector.js";
import { chance } from "./random.js";

const STAR: Points = [
  [1, 0, 0],
  [-1, 0, 0],
  [0, 2, 0],
  [0, -2, 0],
  [0, 0, 3],
  [0, 0, -3],
];

function products(from: Points, to: Points): Matrix {
  const row = (axis: 0 | 1 | 2) =>
    to.reduce<Vector>((sum, partner, i) => plus(sum, times(partner, from[i]?.[axis] ?? NaN)), [0, 0, 0]);
  return [row(0), row(1), row(2)];
}

/** About a direction by chance (Rodrigues), for row vectors. */
function anyTurn(next: () => number): Matrix {
  const direction: Vector = [next() - 0.5, next() - 0.5, next() - 0.5];
  const [x, y, z] = times(direction, 1 / Math.hypot(...direction));
  const [s, c] = [Math.sin(6 * next()), Math.cos(6 * next())];
  const [sine, cosine] = [s / Math.hypot(s, c), c / Math.hypot(s, c)];
  const rest = 1 - cosine;
  return [
    [cosine + x * x * rest, x * y * rest + z * sine, x * z * rest - y * sine],
    [x * y * rest - z * sine, cosine + y * y * rest, y * z * rest + x * sine],
    [x * z * rest + y * sine, y * z * rest - x * sine, cosine + z * z * rest],
  ];
}

function assertSame(actual: Points, expected: Points): void {
  actual.forEach((point, i) => assert.ok(Math.hypot(...minus(point, expected[i] ?? [NaN, NaN, NaN])) < 1e-9));
}

test("turned points find their turn", () => {
  const next = chance(3);
  for (let trial = 0; trial < 100; trial++) {
    const turn = anyTurn(next);
    assertSame(
      rotation(
        products(
          STAR,
          STAR.map((point) => through(point, turn)),
        ),
      ).turn,
      turn,
    );
  }
});

test("the agreement over the spread is the scale", () => {
  const spread = STAR.reduce((sum, point) => sum + Math.hypot(...point) ** 2, 0);
  const { agreement } = rotation(
    products(
      STAR,
      STAR.map((point) => times(point, 2.5)),
    ),
  );
  assert.ok(Math.abs(agreement / spread - 2.5) < 1e-12);
});

test("a mirror image is turned, never mirrored back", () => {
  const [a, b, c] = rotation(
    products(
      STAR,
      STAR.map((point) => scaled(point, [-1, 1, 1])),
    ),
  ).turn;
  const determinant =
    a[0] * (b[1] * c[2] - b[2] * c[1]) - a[1] * (b[0] * c[2] - b[2] * c[0]) + a[2] * (b[0] * c[1] - b[1] * c[0]);
  assert.ok(Math.abs(determinant - 1) < 1e-12);
});

test("flat points still have one turn", () => {
  const flat = STAR.map((point) => scaled(point, [1, 1, 0]));
  const turn = anyTurn(chance(4));
  assertSame(
    rotation(
      products(
        flat,
        flat.map((point) => through(point, turn)),
      ),
    ).turn,
    turn,
  );
});
