import { finite, knownOptions, nonNegative } from '../foundation/argument.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { truncatedMoments } from './truncatedMoments.js';
import { withDescription } from './withDescription.js';

/**
 * Draws truncated normals for any shape, with mean `mean` and standard deviation `std` (default 0
 * and 1) *after* truncation. The bounds `low` and `high` (default −2 and 2) are in standard
 * deviations of the normal before truncation: by default no number is farther from the mean than
 * 2.2737·std. In PyTorch, Keras and JAX, mean and std are those before truncation, and ±2 leaves
 * .8796 of the std.
 *
 * @throws RangeError if an option is not finite, `std` is negative or low ≥ high, TypeError for an
 * unknown option.
 * @example
 * ```ts
 * import { random, truncatedNormal } from 'initlab';
 * const w = truncatedNormal({ std: 0.02 })(random(0), [768, 768]);   // within ±.0455
 * const positive = truncatedNormal({ mean: 1, low: 0, high: 5 })(random(0), [64]);   // a half normal of mean 1
 * ```
 */
export function truncatedNormal(
  options: { mean?: number; std?: number; low?: number; high?: number } = {},
): Initializer {
  knownOptions(options, ['mean', 'std', 'low', 'high'], 'truncatedNormal');
  const mean = finite(options.mean ?? 0, 'mean');
  const std = nonNegative(options.std ?? 1, 'std');
  const low = finite(options.low ?? -2, 'low');
  const high = finite(options.high ?? 2, 'high');
  if (low >= high) throw new RangeError(`low is ${low} and high is ${high}; low must be less than high`);
  const cut = truncatedMoments(low, high);
  const scale = std / cut.std;
  return withDescription('truncatedNormal', options, (random, shape) =>
    random.truncatedNormal(new Float32Array(product(shape)), mean - scale * cut.mean, scale, low, high),
  );
}
