import { rows } from '../foundation/numberArray.js';
import type { Random } from '../random/random.js';
import type { Dataset, Sampler } from './data/dataset.js';

/** Draws the next batch at each call. */
export type NextBatch = () => Dataset;

/**
 * Draws batches of a fixed set without replacement: every example comes once before any comes
 * again, and each round has a new order. A batch may span two rounds, so all batches have the same
 * size.
 */
export function shuffledBatches(data: Dataset, size: number, stream: Random): NextBatch {
  const count = data.x.shape[0];
  let order: Int32Array = new Int32Array(0);
  let round = 0;
  let next = 0;
  return () => {
    const indices = Array.from({ length: size }, () => {
      if (next === order.length) {
        order = permutation(count, stream.split(round++));
        next = 0;
      }
      return order[next++];
    });
    return { x: rows(data.x, indices), y: rows(data.y, indices) };
  };
}

/** Draws batches from a sampler. Batch i is drawn from stream i, and checked by `read`. */
export function sampledBatches(
  sampler: Sampler,
  size: number,
  stream: Random,
  read: (drawn: Dataset) => Dataset,
): NextBatch {
  let batch = 0;
  return () => read(sampler(stream.split(batch++), size));
}

/** Returns 0 … count − 1 in random order (Fisher–Yates shuffle). */
export function permutation(count: number, stream: Random): Int32Array {
  const order = Int32Array.from({ length: count }, (_, i) => i);
  const uniform = stream.uniform(new Float64Array(count));
  for (let i = count - 1; i > 0; i--) {
    const j = Math.floor(uniform[i] * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}
