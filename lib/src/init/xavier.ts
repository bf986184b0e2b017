import type { Initializer } from './initializer.js';
import { type NormalOption, type ScaledOptions, scaled } from './scaled.js';

/**
 * Xavier or Glorot, uniform: U(−r, r) with r = gain·√(6/(fanIn + fanOut)), variance gain²·2/(fanIn + fanOut), the harmonic
 * mean of what the forward and the backward pass ask for in a linear net. Gain 1 unless `gain`, `activation` or `slope` says
 * otherwise.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, eq. 16.
 *
 * @param options - gain: `activation` (any; `gain(activation)` of it, which keeps a second moment of 1), `slope`, `gain`; fans: `layer`,
 * `groups`, `strides` or `inAxes`, `outAxes`, `batchAxes`, see `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { random, xavierUniform } from 'initlab';
 * const w = xavierUniform()(random(0), [128, 64]);   // within ±.176777
 * ```
 */
export function xavierUniform(options: ScaledOptions = {}): Initializer {
  return scaled({ name: 'xavierUniform', gain: 1, mode: 'fanAvg', distribution: 'uniform' }, options);
}

/**
 * Xavier or Glorot, normal: N(0, σ²) with σ = gain·√(2/(fanIn + fanOut)). Gain 1 unless `gain`, `activation` or `slope`
 * says otherwise. As in PyTorch the normal is not truncated; Keras's is: `distribution: 'truncatedNormal'`.
 *
 * Glorot & Bengio, "Understanding the difficulty of training deep feedforward neural networks", AISTATS 2010, eq. 12.
 *
 * @param options - as for `xavierUniform`, and `distribution`.
 * @throws as `xavierUniform`.
 * @example
 * ```ts
 * import { random, xavierNormal } from 'initlab';
 * const w = xavierNormal({ gain: 5 / 3 })(random(0), [128, 64]);   // σ = 5/3 · .102062
 * ```
 */
export function xavierNormal(options: ScaledOptions & NormalOption = {}): Initializer {
  return scaled({ name: 'xavierNormal', gain: 1, mode: 'fanAvg', distribution: 'normal' }, options);
}

export { xavierNormal as glorotNormal, xavierUniform as glorotUniform };
