import assert from "node:assert/strict";
import { test } from "node:test";

import { BoxGeometry, Group, Mesh, MeshBasicMaterial } from "three";

import { covered, partsOf, section } from "../../../src/tryon/scene/section.js";

function boxes(...heights: number[]): Group {
  const group = new Group();
  for (const y of heights) {
    const mesh = new Mesh(new BoxGeometry(10, 2, 4), new MeshBasicMaterial());
    mesh.position.y = y;
    group.add(mesh);
  }
  return group;
}

test("a plane through boxes covers what they cover, apart or together", () => {
  const parts = partsOf(boxes(0, 1.5, 10));
  assert.deepEqual(covered(section(parts, "x", 0.3), "y", 0.1), [
    [-1, 2.5],
    [9, 11],
  ]);
  assert.deepEqual(covered(section(parts, "x", 0.3), "y", 7), [[-1, 11]]);
});

test("a plane beside them cuts nothing", () => {
  assert.deepEqual(section(partsOf(boxes(0)), "x", 5.1), []);
});

test("parts are measured in the root's own coordinates, wherever it stands", () => {
  const root = boxes(0);
  root.position.set(100, 100, 100);
  root.rotation.y = 1;
  assert.equal(covered(section(partsOf(root), "x", 0), "z", 0)[0]?.[1].toFixed(6), "2.000000");
});

test("triangles without an index are read in turn", () => {
  const root = new Group().add(new Mesh(new BoxGeometry(10, 2, 4).toNonIndexed(), new MeshBasicMaterial()));
  assert.deepEqual(covered(section(partsOf(root), "x", 0), "y", 0), [[-1, 1]]);
});
