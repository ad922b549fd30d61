import assert from "node:assert/strict";
import { test } from "node:test";

import { Euro } from "../../src/tryon/euro.js";

const RULE = { restHz: 1, perSpeed: 50 };
const SECONDS = 1 / 30;

test("the first value is taken as it is", () => {
  assert.deepEqual(new Euro(RULE).next([3, 4], SECONDS), [3, 4]);
});

test("a tremor at rest is smoothed away", () => {
  const euro = new Euro(RULE);
  const seen = Array.from({ length: 60 }, (_, i) => euro.next([i % 2 ? 0.001 : -0.001], SECONDS)[0]!);
  assert.ok(Math.max(...seen.slice(20).map(Math.abs)) < 0.0004);
});

test("a quick motion is followed within a tenth of its step", () => {
  const euro = new Euro(RULE);
  let [at, followed] = [0, 0];
  for (let i = 0; i < 60; i++) [at, followed] = [i * 0.05, euro.next([i * 0.05], SECONDS)[0]!];
  assert.ok(Math.abs(at - followed) < 0.05 * 0.1);
});

test("a unit says what is quick", () => {
  const follow = (unit: number) => {
    const euro = new Euro(RULE);
    let last = 0;
    for (let i = 0; i < 30; i++) last = euro.next([i], SECONDS, { unit })[0]!;
    return last;
  };
  assert.ok(follow(1) > follow(1000));
});
