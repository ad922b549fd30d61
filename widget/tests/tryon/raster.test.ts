import assert from "node:assert/strict";
import { test } from "node:test";

import { projection } from "../../src/tryon/front.js";
import { Raster } from "../../src/tryon/raster.js";
import type { Box } from "../../src/tryon/grid.js";
import { placement } from "./head.js";

const BOX: Box = [-60, -40, 60, 10];
const RED = { data: new Uint8ClampedArray(240 * 100 * 4), width: 240, height: 100 };
for (let at = 0; at < RED.data.length; at += 4) RED.data.set([200, 0, 0, 255], at);

/** Columns of the middle row that are more than half covered. */
function width(raster: Raster): number {
  const row = Math.floor(raster.height / 2) * raster.width;
  return Array.from({ length: raster.width }, (_, x) => raster.data[(row + x) * 4 + 3]!).filter(
    (alpha) => alpha > 127,
  ).length;
}

test("a front is drawn as wide as its projection", () => {
  const place = projection(placement());
  const raster = Raster.around(BOX, [place], [640, 480])!;
  raster.lay(RED, BOX, place);
  const wide = place(60, -15)[0] - place(-60, -15)[0];
  assert.ok(Math.abs(width(raster) - wide) <= 1.5, `${width(raster)} of ${wide} px`);
});

test("half of the light leaves half of the colour and all of the opacity", () => {
  const place = projection(placement());
  const raster = Raster.around(BOX, [place], [640, 480])!;
  raster.lay(RED, BOX, place, [0.5, 0.5]);
  const middle = (Math.floor(raster.height / 2) * raster.width + Math.floor(raster.width / 2)) * 4;
  assert.deepEqual([...raster.data.slice(middle, middle + 4)], [100, 0, 0, 255]);
});

test("only what lies within the picture is painted", () => {
  const beside = projection(placement({ eyesPx: [-500, 240] }));
  assert.equal(Raster.around(BOX, [beside], [640, 480]), null);
  const partly = Raster.around(BOX, [projection(placement({ eyesPx: [0, 240] }))], [640, 480])!;
  assert.equal(partly.left, 0);
});
