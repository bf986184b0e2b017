import { between, describe, knownOptions, nonNegative } from '../foundation/argument.js';
import type { Random } from '../random/random.js';
import type { Initializer } from './initializer.js';
import { product } from './shape.js';
import { withDescription } from './withDescription.js';

/**
 * Draws normals for a dense kernel [in, out], with ⌈sparsity·in⌉ zeros at random places in each
 * column. A column holds the weights of one unit, so every unit depends on few inputs, but
 * strongly. PyTorch stores kernels as [out, in], so there a column belongs to an input.
 *
 * Martens, "Deep learning via Hessian-free optimization", ICML 2010, §5.
 *
 * @param options - `sparsity`: share of zeros, from 0 to 1; `std`: standard deviation of the other
 * weights, default .01 as in PyTorch.
 * @throws RangeError for a sparsity that is not from 0 to 1, a std that is negative or not finite,
 * or a shape without exactly two axes; TypeError for an unknown option.
 * @example
 * ```ts
 * import { random, sparse } from 'initlab';
 * const w = sparse({ sparsity: 0.9, std: 1 })(random(0), [100, 50]);
 * w.filter((x) => x !== 0).length;   // 500
 * ```
 */
export function sparse(options: { sparsity: number; std?: number }): Initializer {
  knownOptions(options, ['sparsity', 'std'], 'sparse');
  const sparsity = between(options.sparsity, 0, 1, 'sparsity');
  const std = nonNegative(options.std ?? 0.01, 'std');
  return withDescription('sparse', options, (random, shape) => {
    if (shape.length !== 2)
      throw new RangeError(`shape ${describe(shape)} has ${shape.length} axes; sparse needs 2, [in, out]`);
    const [rows, cols] = shape;
    const out = random.normal(new Float32Array(product(shape)), 0, std);
    const zeros = Math.ceil(sparsity * rows);
    for (let col = 0; col < cols; col++) {
      for (const row of shuffledIndices(random, rows).subarray(0, zeros)) out[row * cols + col] = 0;
    }
    return out;
  });
}

/** Puts the numbers 0 … count − 1 in random order by sorting random keys. */
function shuffledIndices(random: Random, count: number): Uint32Array {
  const keys = random.uniform(new Float64Array(count));
  return Uint32Array.from(keys.keys()).sort((a, b) => keys[a] - keys[b]);
}
