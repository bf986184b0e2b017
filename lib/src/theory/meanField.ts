import { type ActivationName, toActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { derivativeSecondMoment, secondMoment } from '../activation/moments.js';
import { between, knownOptions, nonNegative, positive } from '../foundation/argument.js';
import { type FixedPoint, findFixedPoint } from './fixedPoint.js';
import { jointMoment } from './jointMoment.js';
import { type MeanFieldLayer, propagateLayers } from './trajectory.js';

export interface MeanFieldOptions {
  activation: ActivationName | Activation;
  /** σ_w² = fanIn·Var(w). */
  weightVariance: number;
  /** σ_b² = Var(b), default 0. */
  biasVariance?: number;
}

/** The recursions of one kind of layer; q is the second moment of the pre-activations z. */
export interface MeanField {
  /** q of the layer above: σ_w²·E f(√q·z)² + σ_b², z ~ N(0, 1). */
  next(q: number): number;
  /** χ(q) = σ_w²·E f′(√q·z)²: the gradient's second moment is multiplied by it, times fanOut/fanIn, going back one layer. */
  chi(q: number): number;
  /** Where q goes with depth from q = 1, χ there, and whether it is stable. It may be 0, infinite, or every q: see `kind`. */
  fixedPoint(): FixedPoint;
  /** 1/|ln χ| at the fixed point: the layers in which a gradient changes by a factor e; Infinity on the critical line. */
  depthScale(): number;
  /**
   * −1/ln of the slope of the correlation map at its stable fixed point c*, at the fixed point of q: the layers in which two inputs' difference from c* changes
   * by a factor e; 0 where the slope is 0. Infinity where it is 1. Schoenholz et al. 2017, eq. 9–11.
   */
  correlationDepthScale(): number;
  /** Correlation of the next layer's pre-activations for two inputs whose pre-activations have the same q and correlation c. */
  correlation(c: number, q: number): number;
  /**
   * Layers 0 to depth for inputs of second moment `q0` and, two by two, the cosine `correlation` (default 0); layer 0 is the
   * input, as in `simulate`.
   */
  trajectory(q0: number, depth: number, correlation?: number): MeanFieldLayer[];
}

/**
 * The signal in a net of infinite width, with random weights of mean 0 and variance σ_w²/fanIn and biases of variance σ_b².
 *
 * Poole et al., "Exponential expressivity in deep neural networks through transient chaos", NeurIPS 2016, eq. 3–6;
 * Schoenholz, Gilmer, Ganguli, Sohl-Dickstein, "Deep information propagation", ICLR 2017, eq. 5–9.
 *
 * @throws RangeError for a variance that is negative or not finite, a q that is not finite, a correlation beyond ±1 or a signal that
 * overflows or vanishes on the way; TypeError for an unknown option or a wrong activation.
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
      // At c = 1 the slope is χ.
      const slope = chi(q) > 1 + 1e-9 ? slopeAtFixedPoint((c) => correlation(c, q)) : chi(q);
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

/** The slope of a correlation map at its fixed point below 1, which there is if two like inputs grow apart. */
function slopeAtFixedPoint(map: (c: number) => number): number {
  let [low, high] = [0, 1 - 1e-9];
  for (let i = 0; i < 40; i++) {
    const middle = (low + high) / 2;
    if (map(middle) > middle) low = middle;
    else high = middle;
  }
  const step = Math.min(1e-4, (1 - low) / 4);
  return (map(low + step) - map(low - step)) / (2 * step);
}

/** A correlation within ±1 in spite of rounding. */
function clamp(c: number): number {
  return Math.max(-1, Math.min(1, c));
}
