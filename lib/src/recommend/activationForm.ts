import { describeActivation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { moments } from '../activation/moments.js';

/**
 * What an activation asks of the weights ahead of it:
 *
 * - `'selu'`: made for gain 1;
 * - `'pieces'`: a line below 0 and a line above, whose gain holds at any scale;
 * - `'odd'`: as tanh, f(−z) = −f(z) and flatter away from 0;
 * - `'offset'`: the same about f(0) ≠ 0, as a sigmoid;
 * - `'onesided'`: so far from mean 0 that its mean outweighs what varies, as softplus;
 * - `'other'`: as GELU, whose gain holds at second moment 1 alone.
 */
export type ActivationForm = 'selu' | 'pieces' | 'odd' | 'offset' | 'onesided' | 'other';

const points = [0.1, 0.5, 1, 2, 4, 8];

export function activationForm(phi: Activation): ActivationForm {
  if (phi.slopes) return 'pieces';
  if (describeActivation(phi)?.name === 'selu') return 'selu';
  const { mean, secondMoment, variance } = moments(phi);
  const centre = phi.f(0);
  const isOdd = points.every((z) => Math.abs(phi.f(z) + phi.f(-z) - 2 * centre) < 1e-6 * (1 + Math.abs(phi.f(z))));
  if (isOdd && variance < phi.df(0) ** 2) return centre === 0 ? 'odd' : 'offset';
  return mean ** 2 > secondMoment / 2 ? 'onesided' : 'other';
}

/** By which power of itself a small deviation of the second moment from 1 is carried on by a layer whose gain keeps 1. */
export function growthOfDeviation(phi: Activation): number {
  const step = 1e-4;
  const [low, high] = [1 - step, 1 + step].map((q) => Math.log(moments(phi, { q }).secondMoment));
  return (high - low) / (2 * step);
}
