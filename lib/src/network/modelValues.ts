import type { Tensor } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe } from '../foundation/argument.js';
import type { NumberArray, TypedNumbers } from '../foundation/numberArray.js';

/**
 * Numbers of one input or output: a tensor, nested arrays, a flat (typed) array with one sample
 * after the other, or the `{ shape, data }` of this library's data sets.
 */
export type TensorValue = Tensor | TypedNumbers | NestedNumbers | NumberArray;

/** Arrays in arrays of numbers, for example [[1, 2], [3, 4]]. */
export type NestedNumbers = readonly number[] | readonly NestedNumbers[];

/**
 * One value or, for a model with several inputs or outputs, a list of values or an object keyed by
 * their names.
 */
export type TensorValues = TensorValue | readonly TensorValue[] | { readonly [name: string]: TensorValue };

/**
 * Assigns a value to each input or output of a model, and returns the values in the model's order.
 */
export function splitValues(given: TensorValues, symbols: readonly SymbolicTensor[], what: 'x' | 'y'): TensorValue[] {
  if (given === null || typeof given !== 'object') {
    throw new TypeError(`${what} is ${describe(given)}; it must be a tensor, nested arrays or a typed array`);
  }
  const names = symbols.map(({ sourceLayer }) => sourceLayer.name);
  if (isNamed(given)) {
    const missing = names.find((name) => !(name in given));
    if (missing === undefined) return names.map((name) => given[name]);
    throw new RangeError(`${what} has no entry ${describe(missing)}; it must have one for each of ${names.join(', ')}`);
  }
  const isList = Array.isArray(given) && (symbols.length > 1 || isTensor(given[0]) || isShaped(given[0]));
  const list = (isList ? given : [given]) as TensorValue[];
  if (list.length === symbols.length) return list;
  throw new RangeError(`${what} has ${list.length} entries; it must have one for each of ${names.join(', ')}`);
}

/** Copies the numbers of a value, one sample after the other. */
export function numbersOf(value: TensorValue): Float32Array {
  if (isTensor(value)) return Float32Array.from(value.dataSync());
  if (isShaped(value)) return Float32Array.from(value.data);
  if (ArrayBuffer.isView(value)) return Float32Array.from(value as TypedNumbers);
  return Float32Array.from((value as readonly number[][]).flat(Number.POSITIVE_INFINITY) as number[]);
}

/** Recognizes a tensor by its methods, so that TensorFlow.js need not be loaded. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dataSync' in value;
}

export function isShaped(value: unknown): value is NumberArray {
  if (typeof value !== 'object' || value === null) return false;
  return 'shape' in value && 'data' in value && ArrayBuffer.isView(value.data);
}

function isNamed(given: TensorValues): given is { readonly [name: string]: TensorValue } {
  return !(isTensor(given) || isShaped(given) || ArrayBuffer.isView(given) || Array.isArray(given));
}
