import type { Random } from './random.js';

/** How many numbers are drawn from the stream at a time. */
const CHUNK = 64;

/**
 * Runs synchronous work with `Math.random` drawn from the stream. Dropout and noise layers without a seed of their own take theirs from
 * there: this is the one way to make them repeat.
 */
export function withSeededMath<T>(stream: Random, work: () => T): T {
  const original = Math.random;
  const numbers = new Float64Array(CHUNK);
  let next = CHUNK;
  Math.random = () => {
    if (next === CHUNK) {
      stream.uniform(numbers);
      next = 0;
    }
    return numbers[next++];
  };
  try {
    return work();
  } finally {
    Math.random = original;
  }
}
