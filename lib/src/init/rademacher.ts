import type { Initializer } from './initializer.js';
import { type ModeOption, type ScaledOptions, scaled } from './scaled.js';

/**
 * Two-point weights: ±gain/√fan with probability ½ each, so the variance is gain²/fan and every weight has the same size. Of all
 * distributions of that variance it has the least kurtosis, 1 to the normal's 3. Gain 1 unless `gain`, `activation` or `slope` says otherwise.
 *
 * @param options - gain: `activation` (any; `gain(activation)` of it, which keeps a second moment of 1), `slope`, `gain`;
 * `mode`: `'fanIn'` (default), `'fanOut'`, `'fanAvg'` or `'fanGeoAvg'`; fans: `layer`, `groups`, `strides` or `inAxes`, `outAxes`, `batchAxes`, see `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { rademacher, random } from 'initlab';
 * const w = rademacher({ activation: 'relu' })(random(0), [200, 100]);   // ±.1
 * ```
 */
export function rademacher(options: ScaledOptions & ModeOption = {}): Initializer {
  return scaled({ name: 'rademacher', gain: 1, mode: 'fanIn', distribution: 'rademacher' }, options);
}
