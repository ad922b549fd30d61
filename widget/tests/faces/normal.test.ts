import assert from "node:assert/strict";
import { test } from "node:test";

import { cumulative } from "../../src/faces/normal.js";

test("the normal distribution has its published values", () => {
  for (const [z, expected] of [
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [3.5, 0.9997673709209645],
    [-9, 0],
    [9, 1],
  ] as const) {
    assert.ok(Math.abs(cumulative(z) - expected) < 1e-12, `${z}`);
  }
});
