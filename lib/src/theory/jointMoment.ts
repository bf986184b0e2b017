import type { Activation } from '../activation/elementwise.js';
import { expectation } from '../activation/expectation.js';
import { secondMoment } from '../activation/moments.js';

/**
 * Computes E f(u)f(v) for normals u, v of mean 0, variance q > 0 and correlation c. Activations
 * with slopes use the arc-cosine kernel (Cho & Saul 2009, degree 1). Others use quadrature over u
 * and, given u, over v ~ N(c·u, (1 − c²)q). Both quadratures are adaptive, so the result holds up
 * to c = ±1, where the inner normal becomes a point.
 */
export function jointMoment(phi: Activation, q: number, c: number): number {
  if (c === 1) return secondMoment(phi, q);
  if (phi.slopes) return q * arcCosine(phi.slopes, c);
  const { f, kinks = [] } = phi;
  const rest = q * (1 - c) * (1 + c);
  const given = rest > 0 ? (u: number) => expectation(f, { mean: c * u, q: rest, kinks }) : (u: number) => f(c * u);
  const bends = c === 0 ? kinks : [...kinks, ...kinks.map((kink) => kink / c)];
  return expectation((u) => f(u) * given(u), { mean: 0, q, kinks: bends, tolerance: 1e-13, noise: 1e-15 });
}

/** Computes E f(u)f(v) at variance 1 for f(z) = below·z + (above − below)·relu(z). */
function arcCosine([below, above]: readonly [number, number], c: number): number {
  const bend = above - below;
  const rectified = (Math.sqrt((1 - c) * (1 + c)) + c * (Math.PI - Math.acos(c))) / (2 * Math.PI);
  return below ** 2 * c + below * bend * c + bend ** 2 * rectified;
}
