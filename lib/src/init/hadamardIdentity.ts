import { describe } from '../foundation/argument.js';
import { centreTap } from './centreTap.js';
import type { Initializer } from './initializer.js';
import { withDescription } from './withDescription.js';

/**
 * Makes the deterministic initialization ZerO: zeros and ones, and a Hadamard matrix where a layer
 * widens. If in ≥ out, a dense kernel [in, out], or the centre of a convolution's […spatial, in,
 * out], is the (partial) identity. Otherwise it is the corner of the 2ᵐ × 2ᵐ Hadamard matrix times
 * 2^(−(m − 1)/2), where 2ᵐ is the least power of two that is at least `out`. All entries are ± that
 * number, so units differ from the start; a partial identity would leave out − in of them at 0. If
 * `out` is 2ᵐ the rows have length √2, which makes up for the half that a ReLU cuts off. The
 * authors' own code has 2^(−m/2), that is rows of length 1. Nothing is drawn.
 *
 * Zhao, Schäfer, Anandkumar, "ZerO initialization: initializing neural networks with only zeros and
 * ones", TMLR 2022, algorithm 1.
 *
 * @throws RangeError for a shape without 2 to 5 axes.
 * @example
 * ```ts
 * import { hadamardIdentity, random } from 'initlab';
 * hadamardIdentity()(random(0), [2, 2]);   // [1, 0, 0, 1]
 * hadamardIdentity()(random(0), [1, 2]);   // [1, 1]
 * ```
 */
export function hadamardIdentity(): Initializer {
  return withDescription('hadamardIdentity', {}, (_random, shape) => {
    if (shape.length < 2)
      throw new RangeError(`shape ${describe(shape)} has ${shape.length} axes; hadamardIdentity needs 2 to 5`);
    const [inputs, outputs] = shape.slice(-2);
    // A dense kernel is the kernel of a convolution over one pixel.
    const kernel = shape.length === 2 ? [1, ...shape] : shape;
    return centreTap(kernel, 'hadamardIdentity', (tap) => {
      const m = Math.ceil(Math.log2(outputs));
      const size = inputs < outputs ? 2 ** (-(m - 1) / 2) : 0;
      for (let i = 0; i < inputs; i++) {
        for (let j = 0; j < outputs; j++)
          tap[i * outputs + j] = size > 0 ? size * hadamardSign(i & j) : Number(i === j);
      }
    });
  });
}

/**
 * Computes element (i, j) of Sylvester's Hadamard matrix: −1 to the power of the number of binary
 * ones that i and j have in common.
 */
function hadamardSign(shared: number): number {
  let sign = 1;
  for (let bits = shared; bits > 0; bits &= bits - 1) sign = -sign;
  return sign;
}
