/**
 * Mean of f over nets with normal ln q: `bias` is its logarithm relative to f(q), and `slope` the
 * slope of ln f that fits those nets.
 */
export interface EnsembleMean {
  bias: number;
  slope: number;
}

/** Smallest distance in ln q over which the slope is taken. */
const STEP = 0.02;
/** Bound of q. In very deep nets ln q varies so much that its outer nodes would overflow. */
const LARGEST_Q = 1e300;

/**
 * Computes the mean by Gauss–Hermite quadrature with three nodes. The `mean` and `variance` are
 * those of ln q relative to the given q.
 */
export function ensembleMean(f: (q: number) => number, q: number, mean: number, variance: number): EnsembleMean {
  const step = Math.max(STEP, Math.sqrt(3 * variance));
  const weight = Math.max(0, variance) / (2 * step ** 2);
  const [low, middle, high] = [-step, 0, step].map((x) => f(Math.min(LARGEST_Q, q * Math.exp(mean + x))));
  const here = f(q);
  if (!(low > 0 && middle > 0 && high > 0 && here > 0)) return { bias: 0, slope: 1 };
  return {
    bias: Math.log((weight * (low + high) + (1 - 2 * weight) * middle) / here),
    slope: Math.log(high / low) / (2 * step),
  };
}
