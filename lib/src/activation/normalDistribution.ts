import { erfc } from './erf.js';

/** Density of N(0, 1) at t. */
export function density(t: number): number {
  return Math.exp((-t * t) / 2) / Math.sqrt(2 * Math.PI);
}

/** Computes P(Z ≤ t) for Z ~ N(0, 1), with full relative precision in the lower tail too. */
export function cumulative(t: number): number {
  return erfc(-t / Math.SQRT2) / 2;
}
