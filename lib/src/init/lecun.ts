import type { Initializer } from './initializer.js';
import { fromScheme, type ModeOption, type NormalOption, type ScaledOptions } from './scheme.js';

/**
 * Makes the uniform initializer of LeCun: U(−r, r) with r = gain·√(3/fan), of variance gain²/fan.
 * It keeps the second moment of the pre-activations of a linear net. The gain is 1 unless you give
 * `gain`, `activation` or `slope`.
 *
 * LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, eq. 16.
 *
 * @formula w \sim U(-r, r), \quad r = \mathrm{gain}\,\sqrt{\frac{3}{\mathrm{fan}}}
 * @param options - gain: `activation` (any, with the gain `gain(activation)`, which keeps a second
 * moment of 1), `slope` or `gain`; `mode`: `'fanIn'` (default), `'fanOut'`, `'fanAvg'` or
 * `'fanGeoAvg'`; fans: `layer`, `groups`, `strides`, or `inAxes`, `outAxes`, `batchAxes`, see
 * `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { lecunUniform, random } from 'initlab';
 * const w = lecunUniform()(random(0), [300, 100]);   // within ±.1
 * ```
 */
export function lecunUniform(options: ScaledOptions & ModeOption = {}): Initializer {
  return fromScheme({ name: 'lecunUniform', gain: 1, mode: 'fanIn', distribution: 'uniform' }, options);
}

/**
 * Makes the normal initializer of LeCun: N(0, σ²) with σ = gain/√fan. The gain is 1 unless you give
 * `gain`, `activation` or `slope`. SELU nets are built on this initializer (Klambauer et al. 2017).
 * The normal is not truncated; for Keras's truncated normal give `distribution: 'truncatedNormal'`.
 *
 * LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, eq. 16.
 *
 * @formula w \sim N(0, \sigma^2), \quad \sigma = \frac{\mathrm{gain}}{\sqrt{\mathrm{fan}}}
 * @param options - the options of `lecunUniform`, and `distribution`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { lecunNormal, random } from 'initlab';
 * const w = lecunNormal()(random(0), [100, 50]);   // σ = .1
 * ```
 */
export function lecunNormal(options: ScaledOptions & ModeOption & NormalOption = {}): Initializer {
  return fromScheme({ name: 'lecunNormal', gain: 1, mode: 'fanIn', distribution: 'normal' }, options);
}
