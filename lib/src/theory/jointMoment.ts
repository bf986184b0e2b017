import type { Activation } from '../activation/elementwise.js';
import { expectation } from '../activation/expectation.js';
import { secondMoment } from '../activation/moments.js';

/** Reach of the lattice, in standard deviations. The density there is 8·10⁻²³. */
const REACH = 10;
/**
 * Points per standard deviation of the finest lattice. An activation that needs more is left to
 * adaptive quadrature.
 */
const FINEST = 16;
/**
 * Difference between two lattices at which the finer one counts as exact, as a share of the sum of
 * absolute values. Halving the step squares the error of a smooth integrand, to 10⁻¹⁸ here.
 */
const AGREEMENT = 1e-9;

/**
 * Computes E f(u)f(v) for normals u, v of mean 0, variance q > 0 and correlation c. Activations
 * with slopes use the arc-cosine kernel (Cho & Saul 2009, degree 1). Smooth ones are summed on a
 * lattice. What is left uses quadrature over u and, given u, over v ~ N(c·u, (1 − c²)q). Both
 * quadratures are adaptive, so the result holds up to c = ±1, where the inner normal becomes a
 * point.
 */
export function jointMoment(phi: Activation, q: number, c: number): number {
  if (c === 1) return secondMoment(phi, q);
  if (phi.slopes) return q * arcCosine(phi.slopes, c);
  const { f, kinks = [] } = phi;
  if (kinks.length === 0) {
    const sum = sumOnLattice(f, q, c);
    if (sum !== undefined) return sum;
  }
  const rest = q * (1 - c) * (1 + c);
  const given = rest > 0 ? (u: number) => expectation(f, { mean: c * u, q: rest, kinks }) : (u: number) => f(c * u);
  const bends = c === 0 ? kinks : [...kinks, ...kinks.map((kink) => kink / c)];
  return expectation((u) => f(u) * given(u), { mean: 0, q, kinks: bends, tolerance: 1e-13, noise: 1e-15 });
}

/**
 * Computes E f(u)f(v) by the trapezoidal rule in two independent normals, whose error falls
 * exponentially with the number of points if f is smooth (Trefethen & Weideman, "The exponentially
 * convergent trapezoidal rule", SIAM Review 2014). The step is halved until two sums agree. It
 * begins at no more than 1 in units of z, because lattices that both miss the oscillations of f can
 * agree. Returns undefined if the finest lattice is too coarse, as it is for an f with a kink.
 */
function sumOnLattice(f: (z: number) => number, q: number, c: number): number | undefined {
  const std = Math.sqrt(q);
  const along = std * c;
  const across = std * Math.sqrt((1 - c) * (1 + c));
  let coarser = Number.NaN;
  for (let perStd = 2 ** Math.max(1, Math.ceil(Math.log2(std))); perStd <= FINEST; perStd *= 2) {
    const points = REACH * perStd;
    const weights = normalWeights(points, 1 / perStd);
    let [sum, size] = [0, 0];
    for (let i = -points; i <= points; i++) {
      let given = 0;
      for (let j = -points; j <= points; j++) given += weights[Math.abs(j)] * f((along * i + across * j) / perStd);
      const term = weights[Math.abs(i)] * f((std * i) / perStd) * given;
      sum += term;
      size += Math.abs(term);
    }
    if (Math.abs(sum - coarser) <= AGREEMENT * size) return sum;
    coarser = sum;
  }
  return undefined;
}

/** Computes the weights of the lattice points at distances 0, step, 2·step, … from the mean. */
function normalWeights(points: number, step: number): Float64Array {
  return Float64Array.from({ length: points + 1 }, (_, i) => {
    return (step * Math.exp(-((i * step) ** 2) / 2)) / Math.sqrt(2 * Math.PI);
  });
}

/** Computes E f(u)f(v) at variance 1 for f(z) = below·z + (above − below)·relu(z). */
function arcCosine([below, above]: readonly [number, number], c: number): number {
  const bend = above - below;
  const rectified = (Math.sqrt((1 - c) * (1 + c)) + c * (Math.PI - Math.acos(c))) / (2 * Math.PI);
  return below ** 2 * c + below * bend * c + bend ** 2 * rectified;
}
