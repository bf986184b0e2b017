import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor } from '@tensorflow/tfjs-core';
import { product } from '../../init/shape.js';

export type Numbers = Uint8Array | Int8Array | Int16Array | Int32Array | Float32Array | Float64Array;

/** Numbers in row-major order with their shape: plain data, on no backend. */
export interface NumberArray {
  shape: readonly number[];
  data: Numbers;
}

export function isInteger({ data }: NumberArray): boolean {
  return !(data instanceof Float32Array || data instanceof Float64Array);
}

/** How many numbers one row of the first axis has. */
export function rowSize({ shape }: NumberArray): number {
  return product(shape.slice(1));
}

/** The rows of the first axis with these indices, in their order. */
export function rows(array: NumberArray, indices: ArrayLike<number>): NumberArray {
  const size = rowSize(array);
  const Numbers = array.data.constructor as new (length: number) => Numbers;
  const data = new Numbers(indices.length * size);
  for (let i = 0; i < indices.length; i++) {
    data.set(array.data.subarray(indices[i] * size, (indices[i] + 1) * size), i * size);
  }
  return { shape: [indices.length, ...array.shape.slice(1)], data };
}

/** On the backend in use: int32 for integers, float32 otherwise. */
export function toTensor(array: NumberArray): Tensor {
  const shape = [...array.shape];
  return isInteger(array)
    ? tensor(Int32Array.from(array.data), shape, 'int32')
    : tensor(Float32Array.from(array.data), shape, 'float32');
}
