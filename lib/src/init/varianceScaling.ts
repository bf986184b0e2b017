import { knownOptions, nonNegative, oneOf } from '../foundation/argument.js';
import type { Random } from '../random/random.js';
import { FAN_OPTION_NAMES, type FanOptions, type Fans, fans } from './fans.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/**
 * Fan that the variance is divided by. `'fanAvg'` is (fanIn + fanOut)/2, `'fanGeoAvg'` is √(fanIn ·
 * fanOut).
 */
export type FanMode = 'fanIn' | 'fanOut' | 'fanAvg' | 'fanGeoAvg';

export type Distribution = 'uniform' | 'normal' | 'truncatedNormal' | 'rademacher';

export interface VarianceScalingOptions extends FanOptions {
  /** Numerator of the variance. Default 1. */
  scale?: number;
  /** Fan in the denominator of the variance. Default `'fanIn'`. */
  mode?: FanMode;
  /** Distribution of the weights. Default `'truncatedNormal'`, as in Keras and JAX. */
  distribution?: Distribution;
}

/** Standard deviation of N(0, 1) truncated to ±2: √(1 − 4φ(2)/(2Φ(2) − 1)). */
const TRUNCATED_STD = 0.8796256610342398;

const MODES: Record<FanMode, (fans: Fans) => number> = {
  fanIn: ({ fanIn }) => fanIn,
  fanOut: ({ fanOut }) => fanOut,
  fanAvg: ({ fanIn, fanOut }) => (fanIn + fanOut) / 2,
  fanGeoAvg: ({ fanIn, fanOut }) => Math.sqrt(fanIn * fanOut),
};

const DISTRIBUTIONS: Record<Distribution, (random: Random, out: Float32Array, std: number) => Float32Array> = {
  uniform: (random, out, std) => (std === 0 ? out : random.uniform(out, -std * Math.sqrt(3), std * Math.sqrt(3))),
  normal: (random, out, std) => random.normal(out, 0, std),
  truncatedNormal: (random, out, std) => random.truncatedNormal(out, 0, std / TRUNCATED_STD),
  rademacher: (random, out, std) => random.uniform(out, -1, 1).map((u) => (u < 0 ? -std : std)),
};

/**
 * Draws independent weights of mean 0 and variance `scale`/fan, the family of Xavier's, He's and
 * LeCun's initializers. A uniform lies within ±√(3·variance). A truncated normal lies within ±2
 * standard deviations of the normal before truncation, which is wider by 1/.8796 so that the
 * variance is right *after* truncation. `'rademacher'` is ±√variance.
 *
 * @formula \operatorname{Var}(w) = \frac{\mathrm{scale}}{\mathrm{fan}}
 * @throws RangeError for a scale that is negative or not finite, for an unknown mode, distribution
 * or layer; TypeError for an unknown option; and, when called with a shape, what `fans` throws.
 * @example
 * ```ts
 * import { random, varianceScaling } from 'initlab';
 * const init = varianceScaling({ scale: 2, mode: 'fanOut', distribution: 'uniform' });
 * const w = init(random(0), [128, 64]);
 * ```
 */
export function varianceScaling(options: VarianceScalingOptions = {}): Initializer {
  knownOptions(options, ['scale', 'mode', 'distribution', ...FAN_OPTION_NAMES], 'varianceScaling');
  const { scale = 1, mode = 'fanIn', distribution = 'truncatedNormal', ...fanOptions } = options;
  nonNegative(scale, 'scale');
  oneOf(mode, Object.keys(MODES) as FanMode[], 'mode');
  oneOf(distribution, Object.keys(DISTRIBUTIONS) as Distribution[], 'distribution');
  return withDescription('varianceScaling', options, (random, shape) => {
    const std = Math.sqrt(scale / MODES[mode](fans(shape, fanOptions)));
    return DISTRIBUTIONS[distribution](random, new Float32Array(product(shape)), std);
  });
}
