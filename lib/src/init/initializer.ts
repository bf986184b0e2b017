import type { Random } from '../random/random.js';

/**
 * Draws the values of a tensor of the given shape, row-major, from a stream: a pure function of the two. The layouts of
 * kernels are those of TensorFlow.js, see `fans`.
 */
export type Initializer = (random: Random, shape: readonly number[]) => Float32Array;
