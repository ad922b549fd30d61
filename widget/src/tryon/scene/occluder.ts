/** The wearer's own head, unseen: it hides what is behind it and takes the frame's shadow. */

import { FaceLandmarker } from "@mediapipe/tasks-vision";
import { BufferAttribute, BufferGeometry, Group, MathUtils, Mesh, SphereGeometry } from "three";
import type { Material } from "three";

import { at } from "../../faces/vector.js";
import type { Head } from "../placement.js";

const SIDES = [127, 356] as const;
const FIRST = -1; // drawn before all that it may hide
// Landmarks err by a few mm in depth, and a frame that a cheek swallows looks worse than one that stands off it. For the
// same reason a side that faces the camera is made narrower; over the edge of one turned away nothing may look.
const BACK_MM = 3;
const NARROWER = { away: 1, facing: 0.88, turns: 0.3 };
// The skull behind the face, mm and shares of half the face's width: inside the temples, behind the eyes.
const SKULL = { up: 15, back: 85, width: 0.93, height: 105, depth: 68 };

export class Occluder {
  readonly group = new Group();
  private readonly places = new BufferAttribute(new Float32Array(468 * 3), 3);
  private readonly geometries: BufferGeometry[];
  private readonly skull: Mesh;

  /** `skin` is what the face is drawn with: it writes depth, as `hidden` does, which draws nothing else. */
  constructor(skin: Material, hidden: Material) {
    const face = new BufferGeometry();
    face.setAttribute("position", this.places);
    face.setIndex(triangles());
    const ball = new SphereGeometry(1, 24, 16);
    this.geometries = [face, ball];
    this.skull = new Mesh(ball, hidden);
    for (const mesh of [new Mesh(face, skin), this.skull]) {
      mesh.renderOrder = FIRST;
      mesh.frustumCulled = false; // the face's bounds change with each picture
      this.group.add(mesh);
    }
  }

  follow({ points, turn }: Head): void {
    const [right, left] = [narrower(-turn[2][0]), narrower(turn[2][0])];
    for (let place = 0; place < this.places.count; place++) {
      const [x, y, z] = at(points, place);
      this.places.setXYZ(place, x * (x < 0 ? right : left), y, z - BACK_MM);
    }
    this.places.needsUpdate = true;
    const [from, to] = [at(points, SIDES[0])[0], at(points, SIDES[1])[0]];
    this.skull.position.set((from + to) / 2, SKULL.up, -SKULL.back);
    this.skull.scale.set(((to - from) / 2) * SKULL.width, SKULL.height, SKULL.depth);
  }

  dispose(): void {
    for (const geometry of this.geometries) geometry.dispose();
  }
}

/** `facing` is the sine of how far a side is turned to the camera. */
function narrower(facing: number): number {
  return MathUtils.lerp(
    NARROWER.away,
    NARROWER.facing,
    MathUtils.smoothstep(facing, -NARROWER.turns / 2, NARROWER.turns / 2),
  );
}

/** MediaPipe lists the sides of each triangle one after another, and leaves the eyes open. */
function triangles(): number[] {
  const { FACE_LANDMARKS_TESSELATION: skin, FACE_LANDMARKS_LEFT_EYE: left } = FaceLandmarker;
  return [...skin.map(({ start }) => start), ...lid(left), ...lid(FaceLandmarker.FACE_LANDMARKS_RIGHT_EYE)];
}

/** Triangles from one corner to all edges. */
function lid(edges: readonly { readonly start: number; readonly end: number }[]): number[] {
  return edges.flatMap(({ start, end }) => [edges[0]?.start ?? start, start, end]);
}
