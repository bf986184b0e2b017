import { type ActivationName, toActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { derivativeSecondMoment, secondMoment } from '../activation/moments.js';
import { nonNegative } from '../foundation/argument.js';
import { findRoot } from './findRoot.js';

/** Bounds of the search for critical fixed points. */
const SMALLEST_Q = 2 ** -24;
const LARGEST_Q = 2 ** 40;

/**
 * Computes the weight variance σ_w² = fanIn·Var(w) on the edge of chaos, for biases of variance
 * σ_b². There χ = 1 at the stable fixed point of the second moment, so gradients neither vanish nor
 * explode. `meanField` gives the fixed point itself.
 *
 * Poole et al. 2016, fig. 1; Schoenholz et al. 2017, eq. 10.
 *
 * @formula \sigma_w^2\,\mathbb{E} f^\prime(\sqrt{q}\,z)^2 = 1 \quad\text{where}\quad
 *   q = \sigma_w^2\,\mathbb{E} f(\sqrt{q}\,z)^2 + \sigma_b^2
 * @param activation - the activation, or its name.
 * @param biasVariance - σ_b², default 0.
 * @throws RangeError for a bias variance that is negative or not finite, and if there is no such
 * weight variance, as for ReLU with biases.
 * @example
 * ```ts
 * import { criticalWeightVariance } from 'initlab';
 * criticalWeightVariance('relu');          // 2
 * criticalWeightVariance('tanh');          // 1
 * criticalWeightVariance('tanh', 0.05);    // 1.760955
 * ```
 */
export function criticalWeightVariance(activation: ActivationName | Activation, biasVariance = 0): number {
  const phi = toActivation(activation);
  nonNegative(biasVariance, 'biasVariance');
  const weights = (q: number): number => 1 / derivativeSecondMoment(phi, q);
  const after = (q: number, variance: number): number => variance * secondMoment(phi, q) + biasVariance;
  if (after(0, weights(0)) === 0 && after(SMALLEST_Q, weights(0)) <= SMALLEST_Q * (1 + 1e-12)) return weights(0);
  // At a root, q is the fixed point of the weight variance for which χ(q) = 1.
  const excess = (q: number): number => q - after(q, weights(q));
  for (let q = SMALLEST_Q; q < LARGEST_Q; q *= 2) {
    if (excess(q) <= 0 === excess(2 * q) <= 0) continue;
    const fixed = findRoot(excess, q, 2 * q);
    const variance = weights(fixed);
    if (after(fixed * 1.001, variance) < fixed * 1.001) return variance;
  }
  throw new RangeError(
    `activation ${phi.name} with biasVariance ${biasVariance} has no critical weight variance: no weight variance has a stable fixed point with χ = 1`,
  );
}
