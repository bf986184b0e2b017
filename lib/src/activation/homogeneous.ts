import { cumulative, density } from './normalDistribution.js';

/** Moments of a = f(z) for a normal z. */
export interface Moments {
  /** The mean E f(z). */
  mean: number;
  /** The second moment E f(z)². */
  secondMoment: number;
  /** The variance E f(z)² − (E f(z))². */
  variance: number;
  /** The second moment E f′(z)² of the derivative. */
  derivativeSecondMoment: number;
}

/**
 * Computes the moments of f(z) = below·z for z < 0 and above·z for z > 0 in closed form, with z ~
 * N(mean, q), q > 0.
 */
export function homogeneousMoments([below, above]: readonly [number, number], mean: number, q: number): Moments {
  // f(−z) has the slopes −above and −below. For mean ≥ 0, the part below 0 is the smaller one, so
  // nothing cancels.
  if (mean < 0) return homogeneousMoments([-above, -below], -mean, q);
  const std = Math.sqrt(q);
  const t = mean / std;
  const off = cumulative(-t);
  const bend = below - above;
  // Moments of min(z, 0).
  const partMean = mean * off - std * density(t);
  const partSecond = (mean * mean + q) * off - mean * std * density(t);
  const fMean = above * mean + bend * partMean;
  const variance = above ** 2 * q + 2 * above * bend * q * off + bend ** 2 * (partSecond - partMean ** 2);
  return {
    mean: fMean,
    secondMoment: above ** 2 * (mean * mean + q) + (below ** 2 - above ** 2) * partSecond,
    variance,
    derivativeSecondMoment: below ** 2 * off + above ** 2 * cumulative(t),
  };
}
