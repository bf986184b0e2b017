import { type ActivationName, toActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { derivativeSecondMoment, secondMoment } from '../activation/moments.js';
import { between, knownOptions, nonNegative, positive } from '../foundation/argument.js';
import { type FixedPoint, findFixedPoint } from './fixedPoint.js';
import { jointMoment } from './jointMoment.js';
import { type MeanFieldLayer, propagateLayers } from './trajectory.js';

export interface MeanFieldOptions {
  activation: ActivationName | Activation;
  /** Weight variance σ_w² = fanIn·Var(w). */
  weightVariance: number;
  /** Bias variance σ_b² = Var(b). Default 0. */
  biasVariance?: number;
}

/** The recursions of one kind of layer, with q the second moment of the pre-activations z. */
export interface MeanField {
  /** Computes q of the next layer: σ_w²·E f(√q·z)² + σ_b² with z ~ N(0, 1). */
  next(q: number): number;
  /**
   * Computes χ(q) = σ_w²·E f′(√q·z)². Going back one layer multiplies the gradient's second moment
   * by χ·fanOut/fanIn.
   */
  chi(q: number): number;
  /**
   * Finds the fixed point that q = 1 tends to with depth, χ at that point, and whether it is
   * stable. The fixed point may be 0, infinite, or every q: see `kind`.
   */
  fixedPoint(): FixedPoint;
  /**
   * Computes 1/|ln χ| at the fixed point: the number of layers over which a gradient changes by a
   * factor e. It is Infinity on the critical line.
   */
  depthScale(): number;
  /**
   * Computes −1/ln of the slope of the correlation map at its stable fixed point c*, at the fixed
   * point of q: the number of layers over which the difference of two inputs' correlation from c*
   * changes by a factor e. It is 0 for slope 0 and Infinity for slope 1. See Schoenholz et al.
   * 2017, eq. 9–11.
   */
  correlationDepthScale(): number;
  /**
   * Computes the correlation of the next layer's pre-activations for two inputs whose
   * pre-activations have the same q and correlation c.
   */
  correlation(c: number, q: number): number;
  /**
   * Computes layers 0 to `depth` for two inputs of second moment `q0` and cosine `correlation`
   * (default 0). Layer 0 is the input, as in `simulate`.
   */
  trajectory(q0: number, depth: number, correlation?: number): MeanFieldLayer[];
}

/**
 * Describes the signal in a net of infinite width, with random weights of mean 0 and variance
 * σ_w²/fanIn and biases of variance σ_b².
 *
 * Poole et al., "Exponential expressivity in deep neural networks through transient chaos", NeurIPS
 * 2016, eq. 3–6; Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR
 * 2017, eq. 5–9.
 *
 * @formula q_l = \sigma_w^2\,\mathbb{E} f(\sqrt{q_{l-1}}\,z)^2 + \sigma_b^2, \quad z \sim N(0, 1)
 * @formula \chi(q) = \sigma_w^2\,\mathbb{E} f^\prime(\sqrt{q}\,z)^2, \quad z \sim N(0, 1)
 * @throws RangeError for a variance that is negative or not finite, a q that is not finite, a
 * correlation beyond ±1 or a signal that overflows or vanishes; TypeError for an unknown option or
 * a wrong activation.
 * @example
 * ```ts
 * import { meanField } from 'initlab';
 * const field = meanField({ activation: 'tanh', weightVariance: 2 });
 * field.fixedPoint().q;                // 0.6179648
 * field.fixedPoint().chi;              // 1.1055288
 * field.depthScale();                  // 9.968
 * meanField({ activation: 'relu', weightVariance: 2 }).fixedPoint().kind;   // 'every'
 * ```
 */
export function meanField(options: MeanFieldOptions): MeanField {
  knownOptions(options, ['activation', 'weightVariance', 'biasVariance'], 'meanField');
  const phi = toActivation(options.activation);
  const weightVariance = nonNegative(options.weightVariance, 'weightVariance');
  const biasVariance = nonNegative(options.biasVariance ?? 0, 'biasVariance');
  const next = (q: number): number => weightVariance * secondMoment(phi, nonNegative(q, 'q')) + biasVariance;
  const chi = (q: number): number => weightVariance * derivativeSecondMoment(phi, nonNegative(q, 'q'));
  const fixedPoint = (): FixedPoint => findFixedPoint(next, chi);
  const correlation = (c: number, q: number): number => {
    const joint = jointMoment(phi, positive(q, 'q'), between(c, -1, 1, 'c'));
    const after = positive(next(q), `the second moment of the layer after q = ${q}`);
    return clamp((weightVariance * joint + biasVariance) / after);
  };
  return {
    next,
    chi,
    fixedPoint,
    correlationDepthScale() {
      const { q, kind } = fixedPoint();
      if (kind === 'zero' || kind === 'infinite') {
        throw new RangeError(
          `the second moment goes to ${q}; there is a correlation depth only at a finite fixed point`,
        );
      }
      // A change of the correlation, like that of a gradient, is multiplied by σ_w²·E f′(u)f′(v).
      const slopeAt = (c: number): number => weightVariance * jointMoment({ ...phi, f: phi.df }, q, c);
      // The slope at c = 1 is χ. If it is above 1, two similar inputs grow apart to a c* below 1.
      const isChaotic = chi(q) > 1 + 1e-9;
      const slope = isChaotic ? slopeAt(correlationFixedPoint((c) => correlation(c, q), slopeAt)) : chi(q);
      return Math.abs(slope - 1) < 1e-14 ? Infinity : -1 / Math.log(slope);
    },
    depthScale() {
      const rate = Math.abs(Math.log(fixedPoint().chi));
      return rate < 1e-14 ? Infinity : 1 / rate;
    },
    correlation,
    trajectory: (q0, depth, correlation = 0) =>
      propagateLayers({ activation: phi, weightVariance, biasVariance }, q0, depth, correlation),
  };
}

/** Newton's method doubles the digits in each step, but begins slowly near the edge of chaos. */
const MOST_NEWTON_STEPS = 100;

/**
 * Finds the fixed point below 1 of a correlation map. The map is a power series without negative
 * coefficients, and therefore convex from 0 on, so that Newton's method rises to the fixed point
 * and never passes it.
 */
function correlationFixedPoint(map: (c: number) => number, slope: (c: number) => number): number {
  let c = 0;
  for (let step = 0; step < MOST_NEWTON_STEPS; step++) {
    const distance = map(c) - c;
    if (distance <= 0) return c;
    const next = c + distance / (1 - slope(c));
    if (!(next > c + 1e-15 && next < 1)) return c;
    c = next;
  }
  return c;
}

/** Clips a correlation to ±1, which rounding can exceed. */
function clamp(c: number): number {
  return Math.max(-1, Math.min(1, c));
}
