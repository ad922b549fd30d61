import assert from "node:assert/strict";
import { test } from "node:test";

import { inPicture } from "../../../src/tryon/head.js";
import { Parts } from "../../../src/tryon/scene/part.js";
import { placement } from "../head.js";

const LARGE = { ...placement({ eyesPx: [900, 700], pxPerMm: 2 }), size: [2000, 1500] as const };

test("what is seen from a part is what is seen in the picture, less its corner", () => {
  const { left, top, placement: seen } = new Parts().of(LARGE);
  const [there, here] = [inPicture(LARGE.head, [40, -20, 10]), inPicture(seen.head, [40, -20, 10])];
  assert.ok(Math.hypot(there[0] - left - here[0], there[1] - top - here[1]) < 1e-9);
  assert.ok(seen.size[0] < 2000 && seen.size[1] < 1500);
});

test("a part lies within the picture", () => {
  const beside = new Parts().of({ ...LARGE, head: { ...LARGE.head, eyesPx: [1990, 3] } });
  assert.equal(beside.left + beside.placement.size[0], 2000);
  assert.equal(beside.top, 0);
  const whole = new Parts().of(placement({ pxPerMm: 5 }));
  assert.deepEqual([whole.left, whole.top, ...whole.placement.size], [0, 0, 640, 480]);
});

test("parts of one picture size never shrink; another size begins anew", () => {
  const parts = new Parts();
  const far = { ...LARGE, head: { ...LARGE.head, pxPerMm: 1 } };
  const large = parts.of(LARGE).placement.size;
  assert.deepEqual(parts.of(far).placement.size, large);
  assert.ok(parts.of({ ...far, size: [1900, 1500] }).placement.size[0] < large[0]);
});
