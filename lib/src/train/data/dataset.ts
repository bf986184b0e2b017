import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import { describe } from '../../foundation/argument.js';
import { isInteger, type NumberArray, type TypedNumbers } from '../../foundation/numberArray.js';
import { product } from '../../init/shape.js';
import type { Random } from '../../random/random.js';

/** Examples to learn from. The first axis of both arrays counts them. */
export interface Dataset {
  /** Inputs, [examples, …shape of one input]. */
  x: NumberArray;
  /** Targets: integer class labels [examples], or numbers with the shape of the model's output. */
  y: NumberArray;
}

/** Endless source of examples: draws `size` new ones from the stream at each call. */
export type Sampler = (random: Random, size: number) => Dataset;

/**
 * Examples as {@link train} and {@link evaluate} take them: plain arrays or tensors. Neither is
 * changed.
 */
export interface TensorDataset {
  x: Tensor | NumberArray;
  y: Tensor | NumberArray;
}

/**
 * Converts data to plain arrays and checks them: shapes match their data, there is one target for
 * each input, and every number is finite.
 */
export function toDataset(data: TensorDataset, where: string): Dataset {
  const x = toNumberArray(data?.x, `${where}.x`);
  const y = toNumberArray(data?.y, `${where}.y`);
  if (x.shape[0] !== y.shape[0] || x.shape[0] === 0) {
    throw new RangeError(
      `${where}: ${x.shape[0]} inputs and ${y.shape[0]} targets; there must be one target for each input, and at least one`,
    );
  }
  return { x, y };
}

/** Copies numbers to the backend in use: int32 for integers, float32 otherwise. */
export function toTensor(array: NumberArray): Tensor {
  const shape = [...array.shape];
  return isInteger(array)
    ? tensor(Int32Array.from(array.data), shape, 'int32')
    : tensor(Float32Array.from(array.data), shape, 'float32');
}

function toNumberArray(value: Tensor | NumberArray, name: string): NumberArray {
  const isTensor = value !== null && typeof value === 'object' && 'dataSync' in value;
  const array = isTensor ? { shape: value.shape, data: value.dataSync() as Float32Array } : value;
  if (!Array.isArray(array?.shape) || !ArrayBuffer.isView(array.data)) {
    throw new TypeError(`${name} is ${describe(value)}; it must be a tensor or { shape, data } with a typed array`);
  }
  const size = product(array.shape);
  if (array.shape.length === 0 || size !== array.data.length) {
    throw new RangeError(
      `${name} has shape [${array.shape.join(', ')}] and ${array.data.length} numbers; a first axis and ${size} are needed`,
    );
  }
  const wrong = isInteger(array) ? -1 : indexOfNonFinite(array.data);
  if (wrong < 0) return array;
  const row = Math.floor(wrong / (size / array.shape[0]));
  throw new RangeError(`${name} has ${array.data[wrong]} in example ${row}; every number must be finite`);
}

/** Finds the first NaN or infinity. A plain loop, because data sets have millions of numbers. */
function indexOfNonFinite(numbers: TypedNumbers): number {
  for (let i = 0; i < numbers.length; i++) if (!Number.isFinite(numbers[i])) return i;
  return -1;
}
