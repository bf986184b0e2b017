import type { Activation } from '../activation/elementwise.js';
import { density } from '../activation/normalDistribution.js';

/** Means over two normals u, v of variance q and correlation c. */
export interface PairMoments {
  /** E f(u)f(v)/E f². */
  value: number;
  /** E f(u)²f(v)²/(E f²)². */
  square: number;
  /** E f⁴/(E f²)². */
  fourth: number;
  /** The same of the derivative. */
  slope: number;
  slopeSquare: number;
  slopeFourth: number;
}

const STEP = 0.2;
const REACH = 6;
const grid = Array.from({ length: (2 * REACH) / STEP }, (_, i) => -REACH + (i + 0.5) * STEP);
const weights = grid.map((u) => density(u) * STEP);

/** By the midpoint rule on a grid of 60 × 60: to some per cent at kinks, enough for the width of a band. */
export function pairMoments({ f, df }: Activation, q: number, c: number): PairMoments {
  const std = Math.sqrt(q);
  const rest = Math.sqrt(Math.max(0, 1 - c * c));
  const sums = new Float64Array(8);
  for (let i = 0; i < grid.length; i++) {
    const [fu, du] = [f(std * grid[i]), df(std * grid[i])];
    addAll(sums, 0, weights[i], [fu ** 2, fu ** 4, du ** 2, du ** 4]);
    for (let j = 0; j < grid.length; j++) {
      const v = std * (c * grid[i] + rest * grid[j]);
      const [fv, dv] = [f(v), df(v)];
      addAll(sums, 4, weights[i] * weights[j], [fu * fv, (fu * fv) ** 2, du * dv, (du * dv) ** 2]);
    }
  }
  const [second, fourth, slopeSecond, slopeFourth, value, square, slope, slopeSquare] = sums;
  return {
    value: value / second,
    square: square / second ** 2,
    fourth: fourth / second ** 2,
    slope: slope / slopeSecond,
    slopeSquare: slopeSquare / slopeSecond ** 2,
    slopeFourth: slopeFourth / slopeSecond ** 2,
  };
}

function addAll(sums: Float64Array, from: number, weight: number, terms: number[]): void {
  for (let k = 0; k < terms.length; k++) sums[from + k] += weight * terms[k];
}
