import { finite } from '../foundation/argument.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/**
 * Fills every element with `value` and draws nothing from the stream. Use it for biases: as weights
 * of a hidden layer it makes all units the same forever.
 *
 * @throws RangeError if `value` is not finite in float32.
 * @example
 * ```ts
 * import { constant, random } from 'initlab';
 * constant(0.1)(random(0), [64]);
 * ```
 */
export function constant(value: number): Initializer {
  finite(value, 'value');
  if (!Number.isFinite(Math.fround(value)))
    throw new RangeError(`value is ${value}; it must be a number of float32, at most 3.4e38`);
  return withDescription('constant', { value }, (_random, shape) => new Float32Array(product(shape)).fill(value));
}

/**
 * Fills every element with 0, the usual bias.
 *
 * @example
 * ```ts
 * import { random, zeros } from 'initlab';
 * zeros()(random(0), [64]);
 * ```
 */
export function zeros(): Initializer {
  return withDescription('zeros', {}, constant(0));
}

/**
 * Fills every element with 1.
 *
 * @example
 * ```ts
 * import { ones, random } from 'initlab';
 * ones()(random(0), [64]);
 * ```
 */
export function ones(): Initializer {
  return withDescription('ones', {}, constant(1));
}
