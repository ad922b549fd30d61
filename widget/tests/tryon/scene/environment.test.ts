import assert from "node:assert/strict";
import { test } from "node:test";

import { brightness } from "../../../src/tryon/scene/environment.js";

test("the room is brightest overhead, dark below and behind the wearer", () => {
  const [above, before, below, behind] = [
    brightness([0, 0.7, 0.7]),
    brightness([0.4, 0, 0.9]),
    brightness([0, -1, 0]),
    brightness([0.4, 0, -0.9]),
  ];
  assert.ok(above > before && before > below && before > behind);
});

test("a window stands before the wearer, on the left of the picture", () => {
  assert.ok(brightness([-0.3, 0.15, 0.94]) > 2 * brightness([0.3, 0.15, 0.94]));
});
