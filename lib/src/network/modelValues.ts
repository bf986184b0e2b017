import type { Tensor } from '@tensorflow/tfjs-core';
import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe } from '../foundation/argument.js';
import type { NumberArray, TypedNumbers } from '../foundation/numberArray.js';
import { product } from '../init/shape.js';
import { DataRangeError, DataTypeError } from './dataErrors.js';

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
 * `what` names the values in messages.
 */
export function splitValues(given: TensorValues, symbols: readonly SymbolicTensor[], what: string): TensorValue[] {
  if (given === null || typeof given !== 'object') throw notNumbers(given, what);
  const names = symbols.map(({ sourceLayer }) => sourceLayer.name);
  const each = `it must have one for each of ${names.join(', ')}`;
  if (isNamed(given)) {
    const missing = names.find((name) => !(name in given));
    if (missing === undefined) return names.map((name) => given[name]);
    const problem = `has no entry ${describe(missing)}; ${each}`;
    throw new DataRangeError({ code: 'missing', argument: what, problem });
  }
  const isList = Array.isArray(given) && (symbols.length > 1 || isTensor(given[0]) || isShaped(given[0]));
  const list = (isList ? given : [given]) as TensorValue[];
  if (list.length === symbols.length) return list;
  throw new DataRangeError({ code: 'wrongCount', argument: what, problem: `has ${list.length} entries; ${each}` });
}

/**
 * Reads a value into numbers with their shape. A tensor stays where it is, and a list of numbers
 * gets the shape [length].
 */
export function readValue(value: TensorValue, what: string): Tensor | NumberArray {
  if (isTensor(value)) {
    if (isNumeric(value.dtype)) return value;
    throw new DataTypeError({ code: 'notNumbers', argument: what, problem: `is a tensor of type ${value.dtype}` });
  }
  if (isShaped(value)) return checkLength(value, what);
  if (isTyped(value)) return { shape: [value.length], data: value };
  if (Array.isArray(value)) return readNested(value as NestedNumbers, what);
  throw notNumbers(value, what);
}

/** Copies the numbers of a value, one sample after the other. */
export function numbersOf(value: TensorValue, what: string): Float32Array {
  const given = readValue(value, what);
  return Float32Array.from(isTensor(given) ? given.dataSync() : given.data);
}

/** Recognizes a tensor by its methods, so that TensorFlow.js need not be loaded. */
export function isTensor(value: unknown): value is Tensor {
  return typeof value === 'object' && value !== null && 'dataSync' in value;
}

function isShaped(value: unknown): value is NumberArray {
  if (typeof value !== 'object' || value === null) return false;
  return 'shape' in value && Array.isArray(value.shape) && 'data' in value;
}

/** Recognizes a typed array of numbers: no DataView, and no array of bigints. */
function isTyped(value: unknown): value is TypedNumbers {
  return ArrayBuffer.isView(value) && 'length' in value && !/^Big/.test(value.constructor.name);
}

function isNumeric(dtype: Tensor['dtype']): boolean {
  return dtype === 'float32' || dtype === 'int32' || dtype === 'bool';
}

function isNamed(given: TensorValues): given is { readonly [name: string]: TensorValue } {
  return !(isTensor(given) || isShaped(given) || ArrayBuffer.isView(given) || Array.isArray(given));
}

function checkLength({ shape, data }: NumberArray, what: string): NumberArray {
  if (!isTyped(data)) throw notNumbers(data, `${what}.data`);
  const size = product(shape);
  if (shape.length > 0 && size === data.length) return { shape, data };
  const problem = `has shape [${shape.join(', ')}] and ${data.length} numbers; a first axis and ${size} are needed`;
  throw new DataRangeError({ code: 'wrongLength', argument: what, problem });
}

/** Flattens nested arrays, all of which must have the same length at the same depth. */
function readNested(value: NestedNumbers, what: string): NumberArray {
  const shape: number[] = [];
  for (let at: unknown = value; Array.isArray(at) || isTyped(at); at = at[0]) shape.push(at.length);
  const data = new Float32Array(product(shape));
  let index = 0;
  const fill = (part: unknown, depth: number): void => {
    const isList = Array.isArray(part) || isTyped(part);
    if (isList !== depth < shape.length || (isList && part.length !== shape[depth])) {
      const problem = `has arrays of different lengths; those of the first sample give the shape [${shape.join(', ')}]`;
      throw new DataRangeError({ code: 'wrongShape', argument: what, problem, index });
    }
    if (isList) for (let i = 0; i < part.length; i++) fill(part[i], depth + 1);
    else if (typeof part === 'number' || typeof part === 'boolean') data[index++] = Number(part);
    else throw new DataTypeError({ code: 'notNumbers', argument: what, problem: notNumber(part, index), index });
  };
  fill(value, 0);
  return { shape, data };
}

function notNumber(value: unknown, index: number): string {
  return `has ${describe(value)} at index ${index}; every value must be a number`;
}

function notNumbers(value: unknown, argument: string): DataTypeError {
  const problem = `is ${describe(value)}; it must be a tensor, nested arrays of numbers, a typed array, or { shape, data } with a typed array`;
  return new DataTypeError({ code: 'notNumbers', argument, problem });
}
