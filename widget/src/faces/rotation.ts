/**
 * The rotation and scale that bring weighted points closest to others, in least squares.
 *
 * Horn 1987 (doi 10.1364/JOSAA.4.000629): the unit quaternion is the eigenvector of the largest eigenvalue of a
 * symmetric 4 × 4 matrix. It is what Kabsch's singular value decomposition finds, and never a mirror image.
 */

import { largest } from "./eigen.js";
import type { Matrix } from "./vector.js";

export interface Rotation {
  /** Row vectors of the first points times this are those of the second. */
  readonly turn: Matrix;
  /** Weighted sum of the first points, so turned, times the second; over their spread it is the scale. */
  readonly agreement: number;
}

/** `products`: the weighted sum of the first points' columns times the second's rows, both from their centres. */
export function rotation(products: Matrix): Rotation {
  const [[xx, xy, xz], [yx, yy, yz], [zx, zy, zz]] = products;
  const { value, vector } = largest([
    [xx + yy + zz, yz - zy, zx - xz, xy - yx],
    [yz - zy, xx - yy - zz, xy + yx, zx + xz],
    [zx - xz, xy + yx, yy - xx - zz, yz + zy],
    [xy - yx, zx + xz, yz + zy, zz - xx - yy],
  ]);
  return { turn: fromQuaternion(vector), agreement: value };
}

/** For row vectors: the transpose of what is usually written for columns. */
function fromQuaternion([w = 1, x = 0, y = 0, z = 0]: readonly number[]): Matrix {
  return [
    [w * w + x * x - y * y - z * z, 2 * (x * y + w * z), 2 * (x * z - w * y)],
    [2 * (x * y - w * z), w * w - x * x + y * y - z * z, 2 * (y * z + w * x)],
    [2 * (x * z + w * y), 2 * (y * z - w * x), w * w - x * x - y * y + z * z],
  ];
}
