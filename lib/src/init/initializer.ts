import type { Random } from '../random/random.js';

/**
 * Draws the values of a tensor of the given shape, row-major, from a stream: a pure function of the two. The layouts of
 * kernels are those of TensorFlow.js, see `fans`. Any function of this kind is an initializer; those of this library also say what they are.
 */
export interface Initializer {
  (random: Random, shape: readonly number[]): Float32Array;
  /** What the initializer is, so that it can be saved, sent to another thread and shown; only of those that this library makes. */
  readonly description?: InitializerDescription;
}

/** The function that makes an initializer, and the options it was given, in JSON. */
export interface InitializerDescription {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}
