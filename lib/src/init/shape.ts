import { describe, positiveInteger } from '../foundation/argument.js';

/** Checks that a shape is a list of positive integers. */
export function checkShape(shape: readonly number[]): void {
  if (!Array.isArray(shape)) {
    throw new TypeError(`shape is ${describe(shape)}; it must be an array of sizes, for example [128, 64]`);
  }
  for (const [axis, size] of shape.entries()) positiveInteger(size, `size of axis ${axis} of shape ${describe(shape)}`);
}

/** Computes the number of elements of a checked shape. */
export function product(sizes: readonly number[]): number {
  return sizes.reduce((count, size) => count * size, 1);
}
