import { describe, knownOptions, oneOf, positive } from '../foundation/argument.js';
import { type ActivationName, toActivation } from './activation.js';
import type { Activation } from './elementwise.js';
import { derivativeSecondMoment, secondMoment } from './moments.js';

export type Direction = 'forward' | 'backward';

export interface GainOptionsOfActivation {
  /** Second moment of the pre-activations, above 0. Default 1. */
  q?: number;
  /** The pass in which the gain keeps the second moment. Default `'forward'`. */
  direction?: Direction;
}

const DIRECTIONS: readonly Direction[] = ['forward', 'backward'];

/**
 * Computes the gain that undoes the effect of an activation on the signal. Weights of variance
 * gain²/fan keep
 *
 * - forward, the second moment q of the pre-activations: gain = √(q/E f(z)²), with fan = fanIn;
 * - backward, the second moment of the gradients: gain = 1/√E f′(z)², with fan = fanOut;
 *
 * for z ~ N(0, q). The gain depends on q, and differs between the two passes, except for
 * activations with `slopes` (linear, relu, leakyRelu). PyTorch's table has other values, such as
 * 5/3 for tanh: see `torchGain`.
 *
 * @formula \mathrm{gain} = \sqrt{\frac{q}{\mathbb{E} f(z)^2}} \text{ forward}, \quad z \sim N(0, q)
 * @formula \mathrm{gain} = \frac{1}{\sqrt{\mathbb{E} f^\prime(z)^2}} \text{ backward}
 * @throws RangeError if `q` is not positive and finite, or for an activation that passes nothing
 * on; TypeError for an unknown option.
 * @example
 * ```ts
 * import { gain } from 'initlab';
 * gain('relu');                               // 1.4142135623730951
 * gain('tanh');                               // 1.592537
 * gain('tanh', { direction: 'backward' });    // 1.467414
 * ```
 */
export function gain(activation: ActivationName | Activation, options: GainOptionsOfActivation = {}): number {
  knownOptions(options, ['q', 'direction'], 'gain');
  const phi = toActivation(activation);
  const q = positive(options.q ?? 1, 'q');
  const forward = oneOf(options.direction ?? 'forward', DIRECTIONS, 'direction') === 'forward';
  const factor = forward ? secondMoment(phi, q) / q : derivativeSecondMoment(phi, q);
  if (factor > 0) return Math.sqrt(1 / factor);
  throw new RangeError(
    `activation ${describe(phi.name)} has no ${forward ? 'forward' : 'backward'} gain at q = ${q}: its ${forward ? 'values' : 'derivatives'} are all 0 there`,
  );
}
