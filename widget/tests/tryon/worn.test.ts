import assert from "node:assert/strict";
import { test } from "node:test";

import type { Product } from "../../src/contract.js";
import type { Vector } from "../../src/faces/vector.js";
import { wornOf } from "../../src/tryon/worn.js";
import { placement } from "./head.js";

const PRODUCT = { productId: "f-1", lensWidth: 50, bridge: 18, frameWidth: 136 } as Product;
const BROWS: Readonly<Record<number, Vector>> = {
  105: [-30, 22, 0],
  334: [30, 22, 0],
  52: [-30, 16, 0],
  282: [30, 16, 0],
};
const IRISES: Readonly<Record<number, Vector>> = { 468: [-31, 0, 0], 473: [31, 0, 0] };
const points = Array.from({ length: 478 }, (_, i): Vector => BROWS[i] ?? IRISES[i] ?? [0, 0, 0]);

function worn(topMm: number) {
  return wornOf(PRODUCT, "2d", placement({ points }), { lensMiddleMm: -3, topMm }, 132);
}

test("lengths are the frame's minus the face's", () => {
  const { widerMm, centresApartMm, pupilsAboveMiddleMm } = worn(10);
  assert.deepEqual([widerMm, centresApartMm, pupilsAboveMiddleMm], [4, 6, 3]);
});

test("brows are over the rim, behind it or under it", () => {
  assert.deepEqual(
    [10, 18, 25].map((top) => worn(top).brows),
    ["above", "covered", "below"],
  );
});
