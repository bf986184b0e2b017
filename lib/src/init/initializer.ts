import type { Random } from '../random/random.js';

/**
 * Draws the values of a tensor of the given shape, row-major, from a stream. An initializer is a
 * pure function of the stream and the shape. The layouts of kernels are those of TensorFlow.js, see
 * `fans`. Any function of this kind is an initializer; the initializers of this library also carry
 * a description.
 */
export interface Initializer {
  (random: Random, shape: readonly number[]): Float32Array;
  /**
   * The description by which an initializer is saved, sent to another thread and shown. Only
   * initializers of this library have one.
   */
  readonly description?: InitializerDescription;
}

/**
 * The name of the function that makes an initializer, and the options that it was given, as data
 * for JSON.
 */
export interface InitializerDescription {
  readonly name: string;
  readonly options: Readonly<Record<string, unknown>>;
}
