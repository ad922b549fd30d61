import assert from "node:assert/strict";
import { test } from "node:test";

import { largest } from "../../src/faces/eigen.js";
import { chance } from "./random.js";

function symmetric(size: number, next: () => number): number[][] {
  const square = Array.from({ length: size }, () => Array.from({ length: size }, () => 2 * next() - 1));
  return square.map((row, i) => row.map((number, j) => number + (square[j]?.[i] ?? NaN)));
}

function product(matrix: readonly (readonly number[])[], vector: readonly number[]): number[] {
  return matrix.map((row) => row.reduce((sum, number, i) => sum + number * (vector[i] ?? NaN), 0));
}

test("the vector is only stretched, by the value, and has length 1", () => {
  const next = chance(1);
  for (let trial = 0; trial < 200; trial++) {
    const matrix = symmetric(4, next);
    const { value, vector } = largest(matrix);
    assert.ok(Math.abs(Math.hypot(...vector) - 1) < 1e-12);
    product(matrix, vector).forEach((number, i) => assert.ok(Math.abs(number - value * (vector[i] ?? NaN)) < 1e-12));
  }
});

test("no direction is stretched more", () => {
  const next = chance(2);
  const matrix = symmetric(4, next);
  const { value } = largest(matrix);
  for (let trial = 0; trial < 1000; trial++) {
    const other = Array.from({ length: 4 }, () => 2 * next() - 1);
    const along = product(matrix, other).reduce((sum, number, i) => sum + number * (other[i] ?? NaN), 0);
    assert.ok(along <= value * Math.hypot(...other) ** 2 + 1e-12);
  }
});

test("of equal values any vector serves", () => {
  const { value, vector } = largest([
    [3, 0],
    [0, 3],
  ]);
  assert.equal(value, 3);
  assert.equal(Math.hypot(...vector), 1);
});

test("numbers far apart in size keep their digits", () => {
  const { value } = largest([
    [1e8, 1],
    [1, 1e-8],
  ]);
  assert.ok(Math.abs(value - (1e8 + 1e-8)) < 1e-6);
});
