/** The largest eigenvalue of a symmetric matrix and its vector, by cyclic Jacobi rotations. */

export interface Eigenpair {
  readonly value: number;
  readonly vector: readonly number[];
}

const SWEEPS = 30; // a 4 × 4 matrix is diagonal to the last bit after five or six

/** Of a symmetric n × n matrix in n rows; the vector has length 1 (Golub and Van Loan, Matrix Computations, 8.5). */
export function largest(symmetric: readonly (readonly number[])[]): Eigenpair {
  const n = symmetric.length;
  const matrix = Float64Array.from(symmetric.flat());
  const vectors = Float64Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0));
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    for (let p = 0; p < n - 1; p++) {
      for (let q = p + 1; q < n; q++) annihilate(matrix, vectors, n, p, q);
    }
  }
  const values = Array.from({ length: n }, (_, i) => get(matrix, i * n + i));
  const value = Math.max(...values);
  const column = values.indexOf(value);
  return { value, vector: Array.from({ length: n }, (_, row) => get(vectors, row * n + column)) };
}

/** Turns rows and columns p and q so that the element between them is zero. */
function annihilate(matrix: Float64Array, vectors: Float64Array, n: number, p: number, q: number): void {
  const between = get(matrix, p * n + q);
  if (between === 0) return;
  const ratio = (get(matrix, q * n + q) - get(matrix, p * n + p)) / (2 * between);
  const tangent = (ratio < 0 ? -1 : 1) / (Math.abs(ratio) + Math.hypot(1, ratio));
  const cosine = 1 / Math.hypot(1, tangent);
  const sine = cosine * tangent;
  for (let i = 0; i < n; i++) turn(matrix, i * n + p, i * n + q, cosine, sine);
  for (let i = 0; i < n; i++) turn(matrix, p * n + i, q * n + i, cosine, sine);
  for (let i = 0; i < n; i++) turn(vectors, i * n + p, i * n + q, cosine, sine);
}

function turn(numbers: Float64Array, first: number, second: number, cosine: number, sine: number): void {
  const [a, b] = [get(numbers, first), get(numbers, second)];
  numbers[first] = cosine * a - sine * b;
  numbers[second] = sine * a + cosine * b;
}

function get(numbers: Float64Array, place: number): number {
  return numbers[place] ?? NaN;
}
