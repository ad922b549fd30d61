/** Points of three numbers and matrices of three rows. */

export type Vector = readonly [number, number, number];
export type Matrix = readonly [Vector, Vector, Vector];
export type Points = readonly Vector[];

/** Three numbers of a data file, as such. Raises `RangeError`. */
export function vector(numbers: readonly number[]): Vector {
  const [x, y, z] = numbers;
  if (x === undefined || y === undefined || z === undefined || numbers.length > 3) {
    throw new RangeError("a point has three numbers");
  }
  return [x, y, z];
}

/** The point of that number. Raises `RangeError` where there is none. */
export function at(points: Points, index: number): Vector {
  const point = points[index];
  if (point === undefined) throw new RangeError(`there is no point ${index}`);
  return point;
}

export function plus(a: Vector, b: Vector): Vector {
  return [a[0] + b[0], a[1] + b[1], a[2] + b[2]];
}

export function minus(a: Vector, b: Vector): Vector {
  return [a[0] - b[0], a[1] - b[1], a[2] - b[2]];
}

export function times(a: Vector, factor: number): Vector {
  return [a[0] * factor, a[1] * factor, a[2] * factor];
}

/** Each number by its partner. */
export function scaled(a: Vector, factors: Vector): Vector {
  return [a[0] * factors[0], a[1] * factors[1], a[2] * factors[2]];
}

export function dot(a: Vector, b: Vector): number {
  return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** A row vector times a matrix. */
export function through(row: Vector, matrix: Matrix): Vector {
  return plus(plus(times(matrix[0], row[0]), times(matrix[1], row[1])), times(matrix[2], row[2]));
}

export function distance(a: Vector, b: Vector): number {
  return Math.hypot(...minus(a, b));
}
