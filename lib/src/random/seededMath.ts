import type { Random } from './random.js';

/** How many numbers are drawn from the stream at a time. */
const CHUNK = 64;

/** `Math.random` while it draws from a stream, with what it stands for. */
type SeededRandom = typeof Math.random & { original?: typeof Math.random };

/**
 * Runs synchronous work with `Math.random` drawn from the stream. Dropout and noise layers without a seed of their own take theirs from
 * there: this is the one way to make them repeat.
 */
export function withSeededMath<T>(stream: Random, work: () => T): T {
  // An interrupt of the kernel passes over `finally`: what it left behind is not taken for the original.
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
