import { finite, knownOptions, nonNegative } from '../argument.js';
import { described } from './described.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { TRUNCATED_STD } from './varianceScaling.js';

/**
 * Normals cut off at two of their standard deviations, whatever the shape, of mean `mean` and standard deviation `std` (default 0 and 1) *after*
 * the cut: none is farther from the mean than 2.2737·std. (Keras's and JAX's std is that before the cut, .8796 of which is left.)
 *
 * @throws RangeError if `mean` is not finite or `std` is negative or not finite, TypeError for an unknown option.
 * @example
 * ```ts
 * import { random, truncatedNormal } from 'initlab';
 * const w = truncatedNormal({ std: 0.02 })(random(0), [768, 768]);   // within ±.0455
 * ```
 */
export function truncatedNormal(options: { mean?: number; std?: number } = {}): Initializer {
  knownOptions(options, ['mean', 'std'], 'truncatedNormal');
  const mean = finite(options.mean ?? 0, 'mean');
  const std = nonNegative(options.std ?? 1, 'std');
  return described('truncatedNormal', options, (random, shape) =>
    random.truncatedNormal(new Float32Array(product(shape)), mean, std / TRUNCATED_STD),
  );
}
