/** The normal distribution. */

const CERTAIN = 8; // standard deviations, beyond which nothing is left in double precision

/** Probability that a standard normal number is at most `z`: Abramowitz and Stegun 26.2.11, whose terms are all positive. */
export function cumulative(z: number): number {
  if (Math.abs(z) > CERTAIN) return z > 0 ? 1 : 0;
  let [sum, term] = [z, z];
  for (let odd = 3; Math.abs(term) > 1e-17 * Math.abs(sum); odd += 2) {
    term *= (z * z) / odd;
    sum += term;
  }
  return 0.5 + (Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)) * sum;
}
