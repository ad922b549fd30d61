/** The temples of a model, turned about their hinges until they lie on the wearer's ears. */

import { Group, Quaternion, Vector3 } from "three";
import type { Matrix4, Object3D } from "three";

import data from "../../../../shared/tryon/data/placement.json" with { type: "json" };
import { at, plus } from "../../faces/vector.js";
import type { Vector } from "../../faces/vector.js";
import type { Head } from "../placement.js";
import { covered, isWithin, partsOf, section } from "./section.js";

type Side = -1 | 1;

const NAMES = /temple|earpiece|sidearm/i;
const EAR = { [-1]: 127, [1]: 356 } as const; // where the face's side ends before the ear, by side of the picture
const HINGE_MM = 2;
const ON_EAR = 0.75; // of a temple's reach lies before the ear, where it begins to bend down
const REACH = [0.85, 1.2] as const; // how far an optician bends it elsewhere

const numbers = data.temples;

export interface Temple {
  readonly side: Side;
  /** Turned and stretched about the hinge, its position; in it lies the model's own temple. */
  readonly pivot: Group;
  /** From the hinge to where the temple lies on the ear, mm, as the model has it. */
  readonly toEar: Vector3;
}

/** Takes the temples of `frame`, a model in the frame's own coordinates, out of it and puts them on pivots. */
export function hinged(frame: Object3D): Temple[] {
  const found: Object3D[] = [];
  frame.traverse((node) => {
    if (NAMES.test(node.name) && !found.some((other) => isWithin(node, other))) found.push(node);
  });
  return found.flatMap((node) => templeOf(frame, node) ?? []);
}

function templeOf(frame: Object3D, node: Object3D): Temple | null {
  const parts = partsOf(frame).filter(({ mesh }) => isWithin(mesh, node));
  const along = parts.flatMap(({ corners }) => corners.map(({ z }) => z));
  const [front, back] = [Math.max(...along), Math.min(...along)];
  const hinge = middleAt(front - HINGE_MM);
  const rest = middleAt(front - ON_EAR * (front - back));
  if (!hinge || !rest) return null;
  const pivot = new Group();
  pivot.position.copy(hinge);
  frame.add(pivot);
  pivot.updateWorldMatrix(true, false);
  pivot.attach(node);
  return { side: hinge.x < 0 ? -1 : 1, pivot, toEar: rest.sub(hinge) };

  function middleAt(z: number): Vector3 | null {
    const cut = section(parts, "z", z);
    const [x, y] = [covered(cut, "x", Infinity)[0], covered(cut, "y", Infinity)[0]];
    return x && y ? new Vector3((x[0] + x[1]) / 2, (y[0] + y[1]) / 2, z) : null;
  }
}

/** Where a temple comes to lie on the head. */
export function earOf({ points }: Head, side: Side): Vector {
  return plus(at(points, EAR[side]), [side * numbers.earOutsideMm, numbers.earAboveMm, -numbers.earBehindMm]);
}

/** `toFrame` takes the head's coordinates to the frame's. */
export function layOnEars(temples: readonly Temple[], head: Head, toFrame: Matrix4): void {
  for (const { side, pivot, toEar } of temples) {
    const wanted = new Vector3(...earOf(head, side)).applyMatrix4(toFrame).sub(pivot.position);
    const stretch = Math.min(Math.max(wanted.length() / toEar.length(), REACH[0]), REACH[1]);
    pivot.quaternion.copy(between(toEar, wanted));
    pivot.scale.z = stretch;
  }
}

function between(from: Vector3, to: Vector3): Quaternion {
  return new Quaternion().setFromUnitVectors(from.clone().normalize(), to.clone().normalize());
}
