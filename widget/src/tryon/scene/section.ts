/** Where a plane cuts the triangles of a model. */

import { Vector3 } from "three";
import type { Material, Mesh, Object3D } from "three";

export type Axis = "x" | "y" | "z";
export type Segment = readonly [Vector3, Vector3];

/** A mesh with its corners in the coordinates of the root that it was found under. */
export interface Part {
  readonly mesh: Mesh;
  readonly corners: readonly Vector3[];
  readonly triangles: ArrayLike<number>;
  readonly isClear: boolean;
}

export function partsOf(root: Object3D): Part[] {
  root.updateMatrixWorld(true);
  const back = root.matrixWorld.clone().invert();
  const parts: Part[] = [];
  root.traverse((node) => {
    const mesh = node as Mesh;
    const places = mesh.isMesh ? mesh.geometry.getAttribute("position") : null;
    if (!places) return;
    const toRoot = back.clone().multiply(mesh.matrixWorld);
    const corners = Array.from({ length: places.count }, (_, i) =>
      new Vector3().fromBufferAttribute(places, i).applyMatrix4(toRoot),
    );
    const triangles = mesh.geometry.index?.array ?? Uint32Array.from(corners.keys());
    parts.push({ mesh, corners, triangles, isClear: materialsOf(mesh).every(({ transparent }) => transparent) });
  });
  return parts;
}

export function materialsOf({ material }: Mesh): Material[] {
  return Array.isArray(material) ? material : [material];
}

export function isWithin(node: Object3D, ancestor: Object3D): boolean {
  return node === ancestor || (node.parent !== null && isWithin(node.parent, ancestor));
}

/** One segment of each triangle that the plane crosses. */
export function section(parts: readonly Part[], axis: Axis, value: number): Segment[] {
  const segments: Segment[] = [];
  for (const { corners, triangles } of parts) {
    for (let first = 0; first + 2 < triangles.length; first += 3) {
      const triangle = [0, 1, 2].map((step) => corners[triangles[first + step] ?? 0] ?? new Vector3());
      const crossed = triangle.flatMap((a, i) => crossing(a, triangle[(i + 1) % 3] ?? a, axis, value));
      const [start, end] = crossed;
      if (start && end) segments.push([start, end]);
    }
  }
  return segments;
}

function crossing(a: Vector3, b: Vector3, axis: Axis, value: number): Vector3[] {
  const [before, after] = [a[axis] - value, b[axis] - value];
  if (before < 0 === after < 0) return [];
  return [a.clone().lerp(b, before / (before - after))];
}

/** What the segments cover along an axis, as intervals in order; gaps of at most `gap` are closed. */
export function covered(segments: readonly Segment[], axis: Axis, gap: number): [number, number][] {
  const spans = segments.map(([a, b]): [number, number] => [Math.min(a[axis], b[axis]), Math.max(a[axis], b[axis])]);
  const intervals: [number, number][] = [];
  for (const [low, high] of spans.sort((a, b) => a[0] - b[0])) {
    const last = intervals.at(-1);
    if (last && low <= last[1] + gap) last[1] = Math.max(last[1], high);
    else intervals.push([low, high]);
  }
  return intervals;
}
