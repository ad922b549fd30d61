/** How a frame stands on a face, in the numbers that words are made from. */

import type { Product } from "../contract.js";
import { at, distance } from "../faces/vector.js";
import type { Drawing, Worn } from "./mirror.js";
import { middle } from "./head.js";
import type { FrontEdges, Placement } from "./placement.js";
import { onHead } from "./seat.js";

const BROWS = { upper: [105, 334], lower: [52, 282] }; // edges over the pupils
const IRISES = [468, 473] as const;

export function wornOf(
  product: Product,
  drawing: Drawing,
  { head, seat }: Placement,
  { lensMiddleMm, topMm }: FrontEdges,
  faceWidthMm: number,
): Worn {
  const heightOf = (mm: number) => onHead(seat, [0, mm, 0])[1];
  const pupilsMm = distance(at(head.points, IRISES[0]), at(head.points, IRISES[1]));
  const [rim, upper, lower] = [
    heightOf(topMm),
    middle(head.points, BROWS.upper)[1],
    middle(head.points, BROWS.lower)[1],
  ];
  return {
    productId: product.productId,
    drawing,
    widerMm: product.frameWidth - faceWidthMm,
    pupilsAboveMiddleMm: -heightOf(lensMiddleMm),
    centresApartMm: product.lensWidth + product.bridge - pupilsMm,
    brows: rim < lower ? "above" : rim > upper ? "below" : "covered",
  };
}
