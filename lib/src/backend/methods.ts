import type { Tensor } from '@tensorflow/tfjs-core';
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
  Tensor as TensorClass,
  transpose,
} from '#tfjs-core';

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
 * Adds tensor methods that tfjs itself calls but that only its full package defines. Without them,
 * the orthogonal initializer (the default of recurrent layers), the R² metric and the gradients of
 * prod and gather throw.
 */
export function addMethods(): void {
  for (const [name, operation] of Object.entries(OPERATIONS)) {
    if (name in TensorClass.prototype) continue;
    const value = function (this: Tensor, ...args: unknown[]): unknown {
      return (operation as (x: Tensor, ...args: unknown[]) => unknown)(this, ...args);
    };
    Object.defineProperty(TensorClass.prototype, name, { value, writable: true, configurable: true });
  }
}
