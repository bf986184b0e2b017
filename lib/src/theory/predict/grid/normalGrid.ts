/**
 * Functions of one standard normal g, represented by their values on a grid and their Hermite
 * coefficients. According to Mehler's formula, the expectation of a product at two normals of
 * correlation c is Σ a_k b_k c^k.
 */

import { sum } from '../../../foundation/statistics.js';

const REACH = 6;
const STEP = 0.05;
/** Order of the highest Hermite polynomial. The rest is kept as one term of power {@link TAIL}. */
export const ORDER = 24;
export const TAIL = 40;

export const GRID: Float64Array = Float64Array.from(
  { length: (2 * REACH) / STEP },
  (_, i) => -REACH + (i + 0.5) * STEP,
);

const WEIGHTS = GRID.map((g) => Math.exp((-g * g) / 2));
const TOTAL_WEIGHT = sum(WEIGHTS);
for (let i = 0; i < WEIGHTS.length; i++) WEIGHTS[i] /= TOTAL_WEIGHT;

/** Hermite polynomials of norm 1 on the grid, each multiplied by the weights. */
const POLYNOMIALS: Float64Array[] = [];
for (let k = 0; k <= ORDER; k++) {
  const [one, two] = [POLYNOMIALS[k - 1], POLYNOMIALS[k - 2]];
  POLYNOMIALS.push(
    GRID.map((g, i) => {
      if (k === 0) return WEIGHTS[i];
      return (g * one[i] - (k > 1 ? Math.sqrt(k - 1) * two[i] : 0)) / Math.sqrt(k);
    }),
  );
}

/**
 * Computes E f(√c·m + √(1 − c)·g) for each m of the grid by Mehler's formula, where g is another
 * standard normal.
 */
export function smooth(f: Float64Array, c: number): Float64Array {
  const coefficients = project(f);
  const root = Math.sqrt(Math.max(0, c));
  return GRID.map((_, i) => {
    let [sum, power] = [0, 1];
    for (let k = 0; k <= ORDER; k++) {
      sum += coefficients[k] * power * (POLYNOMIALS[k][i] / WEIGHTS[i]);
      power *= root;
    }
    return sum;
  });
}

/** Computes E f(g). */
export function average(f: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < f.length; i++) sum += WEIGHTS[i] * f[i];
  return sum;
}

/** Computes E f(g)·h(g). */
export function averageProduct(f: Float64Array, h: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < f.length; i++) sum += WEIGHTS[i] * f[i] * h[i];
  return sum;
}

/** Computes the Hermite coefficients of order 0 to {@link ORDER}. */
export function project(f: Float64Array): Float64Array {
  return Float64Array.from(POLYNOMIALS, (p) => {
    let sum = 0;
    for (let i = 0; i < f.length; i++) sum += p[i] * f[i];
    return sum;
  });
}

/**
 * The expectation E f(g)·h(g′) as a function of the correlation of g and g′: the coefficients of
 * its powers 0 to {@link ORDER}, then of {@link TAIL}.
 */
export type Kernel = Float64Array;

export function kernel(f: Float64Array, h: Float64Array = f): Kernel {
  const a = project(f);
  const b = h === f ? a : project(h);
  const products = new Float64Array(ORDER + 2);
  let sum = 0;
  for (let k = 0; k <= ORDER; k++) {
    products[k] = a[k] * b[k];
    sum += products[k];
  }
  products[ORDER + 1] = averageProduct(f, h) - sum;
  return products;
}

/** Computes the value at correlation c. */
export function valueAt(products: Kernel, c: number): number {
  let sum = 0;
  for (let k = ORDER; k >= 0; k--) sum = sum * c + products[k];
  return sum + products[ORDER + 1] * c ** TAIL;
}

/** Computes the derivative at correlation c. */
export function slopeAt(products: Kernel, c: number): number {
  let sum = 0;
  for (let k = ORDER; k > 0; k--) sum = sum * c + k * products[k];
  return sum;
}

/**
 * Computes the value averaged over correlations. `powers` holds the means of their powers, in the
 * order of `products`.
 */
export function valueOver(products: Kernel, powers: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < products.length; k++) sum += products[k] * powers[k];
  return sum;
}

/**
 * Finds the correlation at which the value is `target`, by bisection. If there is none, the result
 * is the end of the range that is nearer.
 */
export function correlationFor(products: Kernel, target: number): number {
  let [low, high] = [-1, 1];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (valueAt(products, middle) < target) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}
