import type { Initializer } from './initializer.js';
import { fromScheme, type ModeOption, type NormalOption, type ScaledOptions } from './scheme.js';

/**
 * Makes the uniform initializer of He (also called Kaiming): U(−r, r) with r = gain·√(3/fan), of
 * variance gain²/fan. The gain is ReLU's √2 unless you give `gain`, `activation` or `slope`: it is
 * √(2/(1 + slope²)) for leaky ReLU. On average over nets, it keeps the second moment of a ReLU
 * net's pre-activations from layer to layer.
 *
 * He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10 (`fanIn`), 14 (`fanOut`)
 * and 15 (slope).
 *
 * @formula w \sim U(-r, r), \quad r = \mathrm{gain}\,\sqrt{\frac{3}{\mathrm{fan}}}
 * @param options - gain: `activation` (any, with the gain `gain(activation)`, which keeps a second
 * moment of 1), `slope` or `gain`; `mode`: `'fanIn'` (default), `'fanOut'`, `'fanAvg'` or
 * `'fanGeoAvg'`; fans: `layer`, `groups`, `strides`, or `inAxes`, `outAxes`, `batchAxes`, see
 * `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { heUniform, random } from 'initlab';
 * const w = heUniform({ slope: 0.2 })(random(0), [3, 3, 16, 32]);
 * ```
 */
export function heUniform(options: ScaledOptions & ModeOption = {}): Initializer {
  return fromScheme({ name: 'heUniform', gain: Math.SQRT2, mode: 'fanIn', distribution: 'uniform' }, options);
}

/**
 * Makes the normal initializer of He (also called Kaiming): N(0, σ²) with σ = gain/√fan. The gain
 * is ReLU's √2 unless you give `gain`, `activation` or `slope`. The normal is not truncated, as in
 * the paper and in PyTorch; for Keras's truncated normal give `distribution: 'truncatedNormal'`.
 *
 * He, Zhang, Ren, Sun, "Delving deep into rectifiers", ICCV 2015, eq. 10 (`fanIn`), 14 (`fanOut`)
 * and 15 (slope).
 *
 * @formula w \sim N(0, \sigma^2), \quad \sigma = \frac{\mathrm{gain}}{\sqrt{\mathrm{fan}}}
 * @param options - the options of `heUniform`, and `distribution`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { heNormal, random } from 'initlab';
 * const w = heNormal()(random(0), [512, 512]);   // σ = .0625
 * ```
 */
export function heNormal(options: ScaledOptions & ModeOption & NormalOption = {}): Initializer {
  return fromScheme({ name: 'heNormal', gain: Math.SQRT2, mode: 'fanIn', distribution: 'normal' }, options);
}

export { heNormal as kaimingNormal, heUniform as kaimingUniform };
