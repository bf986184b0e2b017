import { gaussKronrod } from './gaussKronrod.js';

/**
 * Distance from the mean at which the integration ends, in standard deviations. The density there
 * is 8·10⁻²³.
 */
const REACH = 10;
/** Width of the widest panel, in standard deviations. */
const PANEL = 2;
/** Largest number of panels. An integrand that needs more counts as too rough. */
const MOST_PANELS = 20_000;

export interface ExpectationOptions {
  mean: number;
  /** Variance of z, above 0. */
  q: number;
  /** The points where g or a derivative jumps. */
  kinks?: readonly number[];
  /**
   * Largest difference between Gauss's rule and Kronrod's at which a panel is not split, as a share
   * of the whole. The error is far smaller.
   */
  tolerance?: number;
  /**
   * Difference between the two rules below which a panel is never split, because it counts as
   * rounding noise.
   */
  noise?: number;
}

/**
 * Computes E[g(z)] for z ~ N(mean, q), q > 0, by adaptive Gauss–Kronrod quadrature in u = (z −
 * mean)/√q. The panels start at the kinks and follow two scales: the scale of the normal, and the
 * scale of g, for which panels double in width with the distance from 0 and from each kink.
 *
 * @throws RangeError where g is not finite or varies too fast.
 */
export function expectation(g: (z: number) => number, options: ExpectationOptions): number {
  const { mean, q, kinks = [], tolerance = 1e-14, noise = 1e-15 } = options;
  const std = Math.sqrt(q);
  if (!(Number.isFinite(mean) && std > 0 && Number.isFinite(std)))
    throw new RangeError(
      `z ~ N(${mean}, ${q}) has no density; its mean must be finite, and its variance finite and above 0`,
    );
  const weighted = (u: number): number => {
    const value = g(mean + std * u) * Math.exp((-u * u) / 2);
    if (Number.isFinite(value)) return value;
    throw new RangeError(
      `the integrand is ${value} at z = ${mean + std * u}; it must be finite within ${REACH}√q of the mean`,
    );
  };
  const edges = panelEdges(mean, std, kinks);
  const panels = edges.slice(1).map((to, i) => ({ from: edges[i], to, rule: gaussKronrod(weighted, edges[i], to) }));
  const size = panels.reduce((sum, { rule }) => sum + Math.abs(rule[0]), 0);
  const near = Math.max(tolerance * size, noise);
  let sum = 0;
  let count = 0;
  while (panels.length > 0) {
    const { from, to, rule } = panels.pop() as (typeof panels)[number];
    const middle = (from + to) / 2;
    if (rule[1] <= near || !(from < middle && middle < to)) {
      sum += rule[0];
      continue;
    }
    if (++count > MOST_PANELS) {
      throw new RangeError(
        `the integrand varies too fast near z = ${mean + std * from}; list the kinks of the activation`,
      );
    }
    panels.push({ from, to: middle, rule: gaussKronrod(weighted, from, middle) });
    panels.push({ from: middle, to, rule: gaussKronrod(weighted, middle, to) });
  }
  return sum / Math.sqrt(2 * Math.PI);
}

function panelEdges(mean: number, std: number, kinks: readonly number[]): number[] {
  const edges: number[] = [];
  for (let u = -REACH; u <= REACH; u += PANEL) edges.push(u);
  for (const centre of [0, ...kinks]) {
    const u = (centre - mean) / std;
    edges.push(u);
    for (let offset = 1 / std; offset < 2 * REACH; offset *= 2) edges.push(u - offset, u + offset);
  }
  return [...new Set(edges)].filter((u) => Math.abs(u) <= REACH).sort((a, b) => a - b);
}
