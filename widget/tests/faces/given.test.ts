import assert from "node:assert/strict";
import { test } from "node:test";

import { InvalidLandmarks, takeLandmarks } from "../../src/faces/given.js";
import type { ImageSize } from "../../src/faces/given.js";

const SIZE: ImageSize = [900, 900];
const PLAUSIBLE = Array.from({ length: 478 }, (_, place) => [place / 478, (place % 7) / 7, 0]);

function withFirst(point: readonly number[]): (readonly number[])[] {
  return [point, ...PLAUSIBLE.slice(1)];
}

function assertInvalid(landmarks: readonly (readonly number[])[], words: RegExp, size: ImageSize = SIZE): void {
  assert.throws(
    () => takeLandmarks(landmarks, size),
    (error) => error instanceof InvalidLandmarks && words.test(error.message),
  );
}

test("another number of points is refused", () => {
  assertInvalid([], /478/);
  assertInvalid(PLAUSIBLE.slice(0, 468), /478/);
  assertInvalid([...PLAUSIBLE, [0, 0, 0]], /478/);
});

test("points of other than three numbers are refused", () => {
  assertInvalid(withFirst([0, 0]), /three numbers/);
  assertInvalid(withFirst([0, 0, 0, 1]), /three numbers/);
});

test("numbers out of this world are refused", () => {
  for (const number of [NaN, Infinity, -Infinity]) assertInvalid(withFirst([0, 0, number]), /finite/);
  assertInvalid(withFirst([450, 450, 0]), /normalised/);
});

test("an impossible picture size is refused", () => {
  for (const side of [0, -1, NaN, 1e6]) {
    assertInvalid(PLAUSIBLE, /imageSize/, [side, 900]);
    assertInvalid(PLAUSIBLE, /imageSize/, [900, side]);
  }
});

test("points that are no face are refused", () => {
  assertInvalid(PLAUSIBLE, /face/);
});
