/** Halving the logarithm of the ratio of any two numbers reaches the last digit far sooner. */
const MOST_STEPS = 200;

/**
 * Finds a root of h between two positive numbers at which h has different signs, to the last digit,
 * by bisection of the logarithm.
 */
export function findRoot(h: (q: number) => number, from: number, to: number): number {
  const sign = Math.sign(h(from));
  if (sign === 0) return from;
  let [same, other] = [from, to];
  let middle = same;
  for (let step = 0; step < MOST_STEPS; step++) {
    middle = Math.sqrt(same) * Math.sqrt(other);
    if (middle === same || middle === other || Math.abs(same - other) <= 1e-15 * middle) return middle;
    if (Math.sign(h(middle)) === sign) same = middle;
    else other = middle;
  }
  return middle;
}
