import type { Initializer } from './initializer.js';
import { fromScheme, type NormalOption, type ScaledOptions } from './scheme.js';

/**
 * Makes the uniform initializer of Xavier Glorot: U(−r, r) with r = gain·√(6/(fanIn + fanOut)), of
 * variance gain²·2/(fanIn + fanOut). In a linear net this is the harmonic mean of the variances
 * that the forward and the backward pass need. The gain is 1 unless you give `gain`, `activation`
 * or `slope`.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks",
 * AISTATS 2010, eq. 16.
 *
 * @formula w \sim U(-r, r), \quad
 *   r = \mathrm{gain}\,\sqrt{\frac{6}{n_\mathrm{in} + n_\mathrm{out}}}
 * @param options - gain: `activation` (any, with the gain `gain(activation)`, which keeps a second
 * moment of 1), `slope` or `gain`; fans: `layer`, `groups`, `strides`, or `inAxes`, `outAxes`,
 * `batchAxes`, see `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { random, xavierUniform } from 'initlab';
 * const w = xavierUniform()(random(0), [128, 64]);   // within ±.176777
 * ```
 */
export function xavierUniform(options: ScaledOptions = {}): Initializer {
  return fromScheme({ name: 'xavierUniform', gain: 1, mode: 'fanAvg', distribution: 'uniform' }, options);
}

/**
 * Makes the normal initializer of Xavier Glorot: N(0, σ²) with σ = gain·√(2/(fanIn + fanOut)). The
 * gain is 1 unless you give `gain`, `activation` or `slope`. The normal is not truncated, as in
 * PyTorch; for Keras's truncated normal give `distribution: 'truncatedNormal'`.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks",
 * AISTATS 2010, eq. 12.
 *
 * @formula w \sim N(0, \sigma^2), \quad
 *   \sigma = \mathrm{gain}\,\sqrt{\frac{2}{n_\mathrm{in} + n_\mathrm{out}}}
 * @param options - the options of `xavierUniform`, and `distribution`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { random, xavierNormal } from 'initlab';
 * const w = xavierNormal({ gain: 5 / 3 })(random(0), [128, 64]);   // σ = 5/3 · .102062
 * ```
 */
export function xavierNormal(options: ScaledOptions & NormalOption = {}): Initializer {
  return fromScheme({ name: 'xavierNormal', gain: 1, mode: 'fanAvg', distribution: 'normal' }, options);
}

export { xavierNormal as glorotNormal, xavierUniform as glorotUniform };
