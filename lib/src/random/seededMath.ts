import type { Random } from './random.js';

/** Number of values that are drawn from the stream at a time. */
const CHUNK = 64;

/** A replacement of `Math.random` that draws from a stream, together with the original. */
type SeededRandom = typeof Math.random & { original?: typeof Math.random };

/**
 * Runs synchronous work while `Math.random` draws from the stream. Dropout and noise layers that
 * have no seed of their own take one from `Math.random`, so this is the only way to make them
 * repeatable.
 */
export function withSeededMath<T>(stream: Random, work: () => T): T {
  // An interrupt of a notebook cell skips `finally`, so a replacement that it left behind must not
  // count as the original.
  const original = (Math.random as SeededRandom).original ?? Math.random;
  const numbers = new Float64Array(CHUNK);
  let next = CHUNK;
  const seeded: SeededRandom = () => {
    if (next === CHUNK) {
      stream.uniform(numbers);
      next = 0;
    }
    return numbers[next++];
  };
  seeded.original = original;
  Math.random = seeded;
  try {
    return work();
  } finally {
    Math.random = original;
  }
}
