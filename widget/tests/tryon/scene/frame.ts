/** A frame of boxes, in mm: a bar with a rim at each lens, a temple at each end. */

import { BoxGeometry, Group, Mesh, MeshStandardMaterial } from "three";

export interface Made {
  readonly width?: number;
  readonly secondBar?: boolean;
  readonly templeName?: string;
}

export const SIZES = { frameWidth: 130, lensWidth: 50, bridge: 20 };

/** The bridge is 6 mm high about y = 0, the lenses from -30 to 10, the front's face at z = 2, the temples 140 mm long. */
export function madeFrame({ width = 130, secondBar = false, templeName = "temple" }: Made = {}): Group {
  const frame = new Group();
  const add = (name: string, size: [number, number, number], at: [number, number, number], isClear = false) => {
    const mesh = new Mesh(new BoxGeometry(...size), new MeshStandardMaterial({ transparent: isClear }));
    mesh.name = name;
    mesh.position.set(...at);
    frame.add(mesh);
  };
  add("front", [width, 6, 4], [0, 0, 0]);
  if (secondBar) add("front", [20, 2, 4], [0, 12, 0]);
  for (const side of [-1, 1]) {
    add("rim", [50, 2, 4], [35 * side, 9, 0]);
    add("lens", [50, 38, 1], [35 * side, -11, 0], true);
    add(`${templeName}_${side}`, [3, 5, 140], [(width / 2 - 2) * side, 0, -72]);
  }
  return frame;
}
