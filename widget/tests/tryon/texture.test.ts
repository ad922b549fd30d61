import assert from "node:assert/strict";
import { test } from "node:test";

import { Sizes, premultiplied, shrunk } from "../../src/tryon/texture.js";

test("colours are multiplied by their opacity", () => {
  const { data } = premultiplied({ data: Uint8ClampedArray.of(200, 100, 0, 128), width: 1, height: 1 });
  assert.deepEqual([...data], [100, 50, 0, 128]);
});

test("a smaller texture holds the means of the larger one", () => {
  const rows = [0, 100, 200, 100].flatMap((grey) => [grey, grey, grey, 255]);
  const { data, width } = shrunk({ data: Uint8ClampedArray.from(rows), width: 4, height: 1 }, 0.5);
  assert.equal(width, 2);
  assert.deepEqual([data[0], data[4]], [50, 150]);
});

test("a size is never smaller than asked for, nor more than a quarter larger", () => {
  const sizes = new Sizes({ data: new Uint8ClampedArray(1000 * 4), width: 1000, height: 1 });
  for (const share of [1.4, 0.9, 0.5, 0.33, 0.2]) {
    const wanted = Math.min(1, share) * 1000;
    const { width } = sizes.at(share);
    assert.ok(width >= wanted - 1 && width <= wanted * 1.27, `${width} for ${wanted}`);
  }
});
