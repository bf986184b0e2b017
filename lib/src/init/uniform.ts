import { finite, knownOptions } from '../foundation/argument.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/**
 * Draws independent uniforms on [low, high) (default 0 and 1) for any shape. Their variance is
 * (high − low)²/12.
 *
 * @formula \operatorname{Var}(w) = \frac{(\mathrm{high} - \mathrm{low})^2}{12}
 * @throws RangeError if a bound is not finite or low ≥ high, TypeError for an unknown option.
 * @example
 * ```ts
 * import { random, uniform } from 'initlab';
 * const w = uniform({ low: -1, high: 1 })(random(0), [100, 100]);
 * ```
 */
export function uniform(options: { low?: number; high?: number } = {}): Initializer {
  knownOptions(options, ['low', 'high'], 'uniform');
  const low = finite(options.low ?? 0, 'low');
  const high = finite(options.high ?? 1, 'high');
  if (low >= high) throw new RangeError(`uniform: low is ${low} and high is ${high}; low must be less than high`);
  return withDescription('uniform', options, (random, shape) =>
    random.uniform(new Float32Array(product(shape)), low, high),
  );
}
