import { checkWidths } from '../network/spec/widths.js';

/**
 * Computes the probability 1 − Π(1 − 2^−n) that some layer of a random ReLU net, and so its output,
 * is all 0 for a given input other than 0. Each unit is off with probability ½, independently given
 * the layer below. The result is exact for continuous weights that are symmetric about 0, without
 * biases.
 *
 * Rister & Rubin, "Probabilistic bounds on neuron death in deep rectifier networks", 2020; Lu,
 * Shin, Su, Karniadakis, "Dying ReLU and initialization", 2020.
 *
 * @formula P = 1 - \prod_{l} \left(1 - 2^{-n_l}\right)
 * @param widths - the numbers of units of the ReLU layers, without the input.
 * @throws RangeError for an empty list or a width that is not a positive integer.
 * @example
 * ```ts
 * import { deadProbability } from 'initlab';
 * deadProbability(Array<number>(9).fill(2));   // 0.924915
 * ```
 */
export function deadProbability(widths: readonly number[]): number {
  checkWidths(widths);
  return -Math.expm1(widths.reduce((sum, width) => sum + Math.log1p(-(2 ** -width)), 0));
}
