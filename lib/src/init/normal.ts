import { finite, knownOptions, nonNegative } from '../foundation/argument.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/**
 * Draws independent normals of the given mean and standard deviation (default 0 and 1) for any
 * shape. A `std` of .02 is a variance of .0004.
 *
 * @throws RangeError if `mean` is not finite or `std` is negative or not finite, TypeError for an
 * unknown option.
 * @example
 * ```ts
 * import { normal, random } from 'initlab';
 * const w = normal({ std: 0.02 })(random(0), [768, 768]);
 * ```
 */
export function normal(options: { mean?: number; std?: number } = {}): Initializer {
  knownOptions(options, ['mean', 'std'], 'normal');
  const mean = finite(options.mean ?? 0, 'mean');
  const std = nonNegative(options.std ?? 1, 'std');
  return withDescription('normal', options, (random, shape) =>
    random.normal(new Float32Array(product(shape)), mean, std),
  );
}
