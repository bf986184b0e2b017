import {
  div,
  mean,
  reshape,
  sign,
  slice,
  split,
  square,
  stridedSlice,
  sub,
  sum,
  Tensor,
  transpose,
} from '@tensorflow/tfjs-core';

const OPERATIONS = {
  div,
  flatten: (x: Tensor) => reshape(x, [x.size]),
  mean,
  reshape,
  sign,
  slice,
  split,
  square,
  stridedSlice,
  sub,
  sum,
  transpose,
};

/**
 * Gives tensors the methods that tfjs itself calls and that come with the full package alone: without them its orthogonal initializer
 * (the default of every recurrent layer), its R² metric and the gradients of prod and gather throw.
 */
export function addMethods(): void {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    if (name in Tensor.prototype) continue;
    const value = function (this: Tensor, ...args: unknown[]): unknown {
      return (operation as (x: Tensor, ...args: unknown[]) => unknown)(this, ...args);
    };
    Object.defineProperty(Tensor.prototype, name, { value, writable: true, configurable: true });
  }
}
