import type { Initializer } from './initializer.js';
import { type ModeOption, type NormalOption, type ScaledOptions, scaled } from './scaled.js';

/**
 * LeCun, uniform: U(−r, r) with r = gain·√(3/fan), variance gain²/fan. It keeps the second moment of the pre-activations
 * of a linear net. Gain 1 unless `gain`, `activation` or `slope` says otherwise.
 *
 * LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, eq. 16.
 *
 * @param options - gain: `activation` (any; `gain(activation)` of it, which keeps a second moment of 1), `slope`, `gain`;
 * `mode`: `'fanIn'` (default), `'fanOut'`, `'fanAvg'` or `'fanGeoAvg'`; fans: `layer`, `groups`, `strides` or `inAxes`, `outAxes`, `batchAxes`, see `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { lecunUniform, random } from 'initlab';
 * const w = lecunUniform()(random(0), [300, 100]);   // within ±.1
 * ```
 */
export function lecunUniform(options: ScaledOptions & ModeOption = {}): Initializer {
  return scaled({ name: 'lecunUniform', gain: 1, mode: 'fanIn', distribution: 'uniform' }, options);
}

/**
 * LeCun, normal: N(0, σ²) with σ = gain/√fan; gain 1 unless `gain`, `activation` or `slope` says otherwise. It is also the
 * initializer that SELU nets are built on (Klambauer et al. 2017). Not truncated; Keras's is: `distribution: 'truncatedNormal'`.
 *
 * LeCun, Bottou, Orr, Müller, "Efficient BackProp", 1998, eq. 16.
 *
 * @param options - as for `lecunUniform`, and `distribution`.
 * @throws as `lecunUniform`.
 * @example
 * ```ts
 * import { lecunNormal, random } from 'initlab';
 * const w = lecunNormal()(random(0), [100, 50]);   // σ = .1
 * ```
 */
export function lecunNormal(options: ScaledOptions & ModeOption & NormalOption = {}): Initializer {
  return scaled({ name: 'lecunNormal', gain: 1, mode: 'fanIn', distribution: 'normal' }, options);
}
