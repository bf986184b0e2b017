import { type Planner, runInPlace } from './operation.js';

/**
 * Plans causal self-attention on queries, keys and values side by side. The heads of all samples
 * are matrices in a row; the softmax is that of tfjs.
 */
export const causalAttention: Planner = (heap, layer, [shape]) => {
  const { heads } = layer.getConfig() as { heads: number };
  const [samples, length, joined] = shape;
  const width = joined / 3;
  const size = width / heads;
  if (shape.length !== 3 || !Number.isInteger(size)) return undefined;
  const { routines } = heap;
  const matrices = samples * heads;
  const divisor = Math.sqrt(size);
  const [partBytes, scoreBytes] = [4 * samples * length * width, 4 * matrices * length * length];
  const split = [samples, length, 3, heads, size] as const;
  const whole = [samples, length, 1, heads, size] as const;
  /** Multiplies the matrices of two stacks, each [rows, columns]. */
  const multiplyAll = (
    a: number,
    b: number,
    out: number,
    sizes: [number, number, number],
    ...flags: boolean[]
  ): void => {
    const [m, k, n] = sizes;
    for (let i = 0; i < matrices; i++)
      heap.multiply(a + 4 * i * m * k, b + 4 * i * k * n, out + 4 * i * m * n, m, k, n, ...flags);
  };
  return {
    shape: [samples, length, width],
    keptBytes: 3 * partBytes + scoreBytes,
    scratchBytes: 4 * partBytes + scoreBytes,
    weights: [],
    forward: ({ x, y, kept, scratch }) => {
      const [queries, keys, values, seen] = [0, 1, 2, 3].map((part) => kept + part * partBytes);
      routines.splitHeads(x, queries, ...split);
      multiplyAll(queries, keys, seen, [length, size, length], false, true);
      routines.hideLater(seen, matrices, length, divisor);
      runInPlace(heap, 'Softmax', seen, [matrices, length, length], { input: 'logits', dim: 2 });
      multiplyAll(seen, values, scratch, [length, length, size]);
      routines.joinHeads(y, scratch, ...whole);
    },
    backward: ({ kept, scratch, dy, dx }) => {
      if (dx === 0) return;
      const [queries, keys, values, seen] = [0, 1, 2, 3].map((part) => kept + part * partBytes);
      const [dQueries, dKeys, dValues, dOut, dScores] = [0, 1, 2, 3, 4].map((part) => scratch + part * partBytes);
      routines.splitHeads(dy, dOut, ...whole);
      multiplyAll(dOut, values, dScores, [length, size, length], false, true);
      multiplyAll(seen, dOut, dValues, [length, length, size], true, false);
      routines.softmaxGradient(seen, dScores, matrices * length, length, divisor);
      multiplyAll(dScores, keys, dQueries, [length, length, size]);
      multiplyAll(dScores, queries, dKeys, [length, length, size], true, false);
      routines.joinHeads(dx, dQueries, ...split);
    },
  };
};
