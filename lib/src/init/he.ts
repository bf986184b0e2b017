import type { Initializer } from './initializer.js';
import { type ModeOption, type NormalOption, type ScaledOptions, scaled } from './scaled.js';

/**
 * He or Kaiming, uniform: U(−r, r) with r = gain·√(3/fan), variance gain²/fan. The gain is ReLU's √2 unless `gain`,
 * `activation` or `slope` says otherwise: √(2/(1 + slope²)) for leaky relu. It keeps the second moment of a ReLU net's
 * pre-activations from layer to layer, in the mean over nets.
 *
 * He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10 (`fanIn`), 14 (`fanOut`) and 15 (slope).
 *
 * @param options - gain: `activation` (any; `gain(activation)` of it, which keeps a second moment of 1), `slope`, `gain`;
 * `mode`: `'fanIn'` (default), `'fanOut'`, `'fanAvg'` or `'fanGeoAvg'`; fans: `layer`, `groups`, `strides` or `inAxes`, `outAxes`, `batchAxes`, see `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { heUniform, random } from 'initlab';
 * const w = heUniform({ slope: 0.2 })(random(0), [3, 3, 16, 32]);
 * ```
 */
export function heUniform(options: ScaledOptions & ModeOption = {}): Initializer {
  return scaled({ name: 'heUniform', gain: Math.SQRT2, mode: 'fanIn', distribution: 'uniform' }, options);
}

/**
 * He or Kaiming, normal: N(0, σ²) with σ = gain/√fan; the gain is ReLU's √2 unless `gain`, `activation` or `slope` says
 * otherwise. As in the paper and in PyTorch the normal is not truncated; Keras's is: `distribution: 'truncatedNormal'`.
 *
 * He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10 (`fanIn`), 14 (`fanOut`) and 15 (slope).
 *
 * @param options - as for `heUniform`, and `distribution`.
 * @throws as `heUniform`.
 * @example
 * ```ts
 * import { heNormal, random } from 'initlab';
 * const w = heNormal()(random(0), [512, 512]);   // σ = .0625
 * ```
 */
export function heNormal(options: ScaledOptions & ModeOption & NormalOption = {}): Initializer {
  return scaled({ name: 'heNormal', gain: Math.SQRT2, mode: 'fanIn', distribution: 'normal' }, options);
}

export { heNormal as kaimingNormal, heUniform as kaimingUniform };
