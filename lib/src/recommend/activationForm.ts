import { describeActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { moments } from '../activation/moments.js';

/**
 * The form of an activation, which decides what weights it needs before it:
 *
 * - `'selu'`: SELU, which is designed for gain 1;
 * - `'pieces'`: a line below 0 and a line above 0, so that its gain holds at any scale;
 * - `'odd'`: like tanh, with f(−z) = −f(z) and flatter away from 0;
 * - `'offset'`: like a sigmoid, where f(z) − f(0) is odd and f(0) is not 0;
 * - `'onesided'`: like softplus, whose mean outweighs its variation;
 * - `'other'`: like GELU, whose gain only holds at second moment 1.
 */
export type ActivationForm = 'selu' | 'pieces' | 'odd' | 'offset' | 'onesided' | 'other';

const POINTS = [0.1, 0.5, 1, 2, 4, 8];

/** Recognizes the form of an activation. */
export function activationForm(phi: Activation): ActivationForm {
  if (phi.slopes) return 'pieces';
  if (describeActivation(phi)?.name === 'selu') return 'selu';
  const { mean, secondMoment, variance } = moments(phi);
  const centre = phi.f(0);
  const isOdd = POINTS.every((z) => Math.abs(phi.f(z) + phi.f(-z) - 2 * centre) < 1e-6 * (1 + Math.abs(phi.f(z))));
  if (isOdd && variance < phi.df(0) ** 2) return centre === 0 ? 'odd' : 'offset';
  return mean ** 2 > secondMoment / 2 ? 'onesided' : 'other';
}

/**
 * Computes how a layer whose gain keeps a second moment of 1 treats a small relative deviation from
 * 1: the factor by which it multiplies the deviation.
 */
export function growthOfDeviation(phi: Activation): number {
  const step = 1e-4;
  const [low, high] = [1 - step, 1 + step].map((q) => Math.log(moments(phi, { q }).secondMoment));
  return (high - low) / (2 * step);
}
