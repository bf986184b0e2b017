import { findRoot } from './findRoot.js';

/** The limit of the second moment with growing depth. */
export interface FixedPoint {
  /**
   * - `'finite'`: it tends to q > 0;
   * - `'zero'`: the signal vanishes, q = 0;
   * - `'infinite'`: it explodes, q = Infinity;
   * - `'every'`: every q is a fixed point, as in a ReLU net of weight variance 2 without biases; q
   *   is then 1.
   */
  kind: 'finite' | 'zero' | 'infinite' | 'every';
  q: number;
  /**
   * Factor of the gradient's second moment per layer at the fixed point, or in the limit if q is 0
   * or infinite.
   */
  chi: number;
  /**
   * Whether a nearby q approaches the fixed point with depth, even if only as slowly as 1/depth.
   * False for `'every'`.
   */
  stable: boolean;
}

/** Bounds of the search: the largest q, and the smallest q if 0 is a fixed point. */
const LARGEST_Q = 1e12;
const SMALLEST_Q = 1e-12;

/**
 * Finds the fixed point of `next` that q = 1 moves towards: upwards if next(1) > 1, else downwards.
 */
export function findFixedPoint(next: (q: number) => number, chi: (q: number) => number): FixedPoint {
  const rise = (q: number): number => next(q) - q;
  if ([1 / 3, 1, 7].every((q) => isFixed(q, next))) return { kind: 'every', q: 1, chi: chi(1), stable: false };
  if (isFixed(1, next)) return finite(1, next, chi);
  if (rise(1) > 0) {
    for (let q = 1; q < LARGEST_Q; q *= 2) {
      if (rise(2 * q) <= 0) return finite(findRoot(rise, q, 2 * q), next, chi);
    }
    return { kind: 'infinite', q: Infinity, chi: chi(LARGEST_Q), stable: true };
  }
  const zero = next(0) === 0;
  for (let q = 1; q > (zero ? SMALLEST_Q : Number.MIN_VALUE); q /= 2) {
    if (rise(q / 2) >= 0) return finite(findRoot(rise, q, q / 2), next, chi);
  }
  return { kind: 'zero', q: 0, chi: chi(0), stable: true };
}

function isFixed(q: number, next: (q: number) => number): boolean {
  return Math.abs(next(q) - q) <= 1e-14 * q;
}

function finite(q: number, next: (q: number) => number, chi: (q: number) => number): FixedPoint {
  const step = 1e-4 * q;
  const stable = [q - step, q + step].every((near) => Math.abs(next(near) - q) < step);
  return { kind: 'finite', q, chi: chi(q), stable };
}
