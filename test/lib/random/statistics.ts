/** Statistics for the tests of random numbers, each written from its definition. */

export function mean(x: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i];
  return sum / x.length;
}

/** Computes the mean of ((x − centre)/scale)^order. */
export function moment(x: ArrayLike<number>, order: number, centre = 0, scale = 1): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += ((x[i] - centre) / scale) ** order;
  return sum / x.length;
}

export function correlation(x: ArrayLike<number>, y: ArrayLike<number>): number {
  const mx = mean(x);
  const my = mean(y);
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += (x[i] - mx) * (y[i] - my);
  return sum / x.length / Math.sqrt(moment(x, 2, mx) * moment(y, 2, my));
}

/**
 * Computes P(Z ≤ z) for a standard normal, with a Taylor series in the middle and Laplace's
 * continued fraction in the tails.
 */
export function normalCdf(z: number): number {
  if (z > 3) return 1 - normalCdf(-z);
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  if (z < -3) {
    let fraction = -z;
    for (let k = 200; k > 0; k--) fraction = -z + k / fraction;
    return density / fraction;
  }
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > 1e-18; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return 0.5 + density * sum;
}

/**
 * Computes the p-value of the two-sided Kolmogorov–Smirnov test of a sample against a continuous
 * distribution, with the asymptotic series.
 */
export function ksPValue(sample: ArrayLike<number>, cdf: (x: number) => number): number {
  const sorted = Float64Array.from(sample).sort();
  const n = sorted.length;
  let distance = 0;
  for (let i = 0; i < n; i++) {
    const p = cdf(sorted[i]);
    distance = Math.max(distance, p - i / n, (i + 1) / n - p);
  }
  const t = (Math.sqrt(n) + 0.12 + 0.11 / Math.sqrt(n)) * distance;
  let p = 0;
  for (let k = 1; k <= 100; k++) p += 2 * (-1) ** (k - 1) * Math.exp(-2 * k * k * t * t);
  return t < 0.3 ? 1 : Math.max(0, Math.min(1, p));
}
