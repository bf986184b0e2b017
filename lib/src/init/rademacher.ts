import type { Initializer } from './initializer.js';
import { fromScheme, type ModeOption, type ScaledOptions } from './scheme.js';

/**
 * Draws two-point weights: ±gain/√fan with probability ½ each, so the variance is gain²/fan and
 * every weight has the same size. This distribution has the least kurtosis for its variance: 1,
 * where the normal has 3. The gain is 1 unless you give `gain`, `activation` or `slope`.
 *
 * @formula w = \pm\frac{\mathrm{gain}}{\sqrt{\mathrm{fan}}} \quad
 *   \text{with probability } \tfrac12 \text{ each}
 * @param options - gain: `activation` (any, with the gain `gain(activation)`, which keeps a second
 * moment of 1), `slope` or `gain`; `mode`: `'fanIn'` (default), `'fanOut'`, `'fanAvg'` or
 * `'fanGeoAvg'`; fans: `layer`, `groups`, `strides`, or `inAxes`, `outAxes`, `batchAxes`, see
 * `fans`.
 * @throws RangeError for a value that is not allowed, TypeError for an unknown option.
 * @example
 * ```ts
 * import { rademacher, random } from 'initlab';
 * const w = rademacher({ activation: 'relu' })(random(0), [200, 100]);   // ±.1
 * ```
 */
export function rademacher(options: ScaledOptions & ModeOption = {}): Initializer {
  return fromScheme({ name: 'rademacher', gain: 1, mode: 'fanIn', distribution: 'rademacher' }, options);
}
