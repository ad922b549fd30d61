/** What a frame's model measures, whoever made it: its size, its bridge, its edges. */

import { Box3, Vector3 } from "three";
import type { Object3D } from "three";

import data from "../../../../shared/tryon/data/placement.json" with { type: "json" };
import type { Product } from "../../contract.js";
import { FrameUnavailable } from "../placement.js";
import type { FrontEdges } from "../placement.js";
import { covered, partsOf, section } from "./section.js";
import type { Part, Segment } from "./section.js";

export type Sizes = Pick<Product, "frameWidth" | "lensWidth" | "bridge">;

const MM_PER_UNIT = 1000; // glTF is in metres
const FALSE_WIDTH = 0.03; // share of the catalogue's width from which a model is in other units or of another size
const FRONT_DEPTH = 0.17; // of the model's width: the bent front of widths of 120 to 150 mm lies in its first 2 cm
const GAP_MM = 0.3;
const MIDDLE_MM = 4;

/**
 * The model times `mmPerUnit`, less `originMm`, is in the frame's own coordinates (see `Seat`). `edges` are in these.
 */
export interface Form {
  readonly mmPerUnit: number;
  readonly originMm: Vector3;
  readonly edges: FrontEdges;
}

/** Throws `FrameUnavailable` for a model in which no frame's front is found. */
export function formOf(root: Object3D, sizes: Sizes): Form {
  const parts = partsOf(root);
  const front = frontOf(parts);
  const width = front.max.x - front.min.x;
  if (!(width > 0)) throw new FrameUnavailable("unusable");
  const isTrue = Math.abs((width * MM_PER_UNIT) / sizes.frameWidth - 1) <= FALSE_WIDTH;
  const mmPerUnit = isTrue ? MM_PER_UNIT : sizes.frameWidth / width;
  const middle = (front.min.x + front.max.x) / 2;
  const cut = (list: readonly Part[], mm: number) =>
    section(list, "x", middle + mm / mmPerUnit).map(([a, b]): Segment => [
      a.clone().multiplyScalar(mmPerUnit),
      b.clone().multiplyScalar(mmPerUnit),
    ]);
  const offset = (sizes.lensWidth + sizes.bridge) / 2;
  const bridge = bridgeTop(cut(solid(parts), 0), cut(parts, 0));
  const rim = [-MIDDLE_MM, 0, MIDDLE_MM].flatMap((mm) => cut(parts, offset + mm));
  const [first, last] = [covered(rim, "y", Infinity)[0], covered(rim, "z", Infinity)[0]];
  if (bridge === null || !first || !last) throw new FrameUnavailable("unusable");
  const face = last[1] + offset ** 2 / (2 * data.front.wrapRadiusMm);
  return {
    mmPerUnit,
    originMm: new Vector3(middle * mmPerUnit, bridge, face),
    edges: { lensMiddleMm: (first[0] + first[1]) / 2 - bridge, topMm: first[1] - bridge },
  };
}

/** The box around what lies as far before as a front does: temples may stand wider. */
function frontOf(parts: readonly Part[]): Box3 {
  const corners = parts.flatMap((part) => part.corners);
  const whole = new Box3().setFromPoints([...corners]);
  const from = whole.max.z - FRONT_DEPTH * (whole.max.x - whole.min.x);
  return new Box3().setFromPoints(corners.filter(({ z }) => z >= from));
}

function solid(parts: readonly Part[]): Part[] {
  return parts.filter(({ isClear }) => !isClear);
}

/** A second bar over the bridge, as aviators have, is not what rests on the nose. */
function bridgeTop(solidParts: readonly Segment[], all: readonly Segment[]): number | null {
  const [lowest] = covered(solidParts.length ? solidParts : all, "y", GAP_MM);
  return lowest ? lowest[1] : null;
}
