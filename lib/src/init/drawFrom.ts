import { describe } from '../foundation/argument.js';
import type { Random } from '../random/random.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';

/**
 * Draws from an initializer, which may be a user's own, and checks that it returns a Float32Array
 * of the right length.
 */
export function drawFrom(init: Initializer, random: Random, shape: readonly number[], what: string): Float32Array {
  const values: unknown = init(random, shape);
  if (values instanceof Float32Array && values.length === product(shape)) return values;
  const got = values instanceof Float32Array ? `${values.length} numbers` : describe(values);
  throw new TypeError(
    `the ${what} returned ${got}; it must return a Float32Array of ${shape.join(' · ')} numbers (pass heNormal(), not heNormal)`,
  );
}

/** Checks that an initializer is given a stream and not, say, a seed. */
export function checkStream(random: Random): void {
  if (typeof random?.truncatedNormal === 'function') return;
  throw new TypeError(`random is ${describe(random)}; it must be a stream of random numbers, for example random(1)`);
}
