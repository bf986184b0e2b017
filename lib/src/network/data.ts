import { expandDims, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { describe } from '../foundation/argument.js';
import { isShaped, isTensor, splitValues, type TensorValue, type TensorValues } from './modelValues.js';

export type { NestedNumbers, TensorValue, TensorValues } from './modelValues.js';

/**
 * Data for a model. The same object serves `trace`, `diagnose`, `train`, `lsuv`, `revive` and
 * related functions.
 */
export interface ModelData {
  /**
   * Inputs. If the model has several, a list, or an object with the names of the input layers as
   * keys.
   */
  readonly x: TensorValues;
  /**
   * Targets, in the same forms, one for each output. Functions that need no targets ignore them.
   */
  readonly y?: TensorValues | undefined;
}

/** Inputs with their targets. */
export interface LabelledData extends ModelData {
  readonly y: TensorValues;
}

/**
 * Checks that `data` is an object with the required keys. `usage` shows the right call.
 *
 * @throws TypeError that shows the right call, for example when the inputs themselves were passed
 */
export function checkData(data: object, needed: readonly ('x' | 'y')[], usage: string): void {
  const isObject = typeof data === 'object' && data !== null;
  const isBare = isObject && (isTensor(data) || ArrayBuffer.isView(data) || Array.isArray(data));
  const name = usage.slice(0, usage.indexOf('('));
  if (!isObject || isBare) throw new TypeError(`${name}: data is ${describe(data)}; pass an object: ${usage}`);
  const missing = needed.find((key) => (data as Partial<ModelData>)[key] === undefined);
  if (missing !== undefined) throw new TypeError(`${name}: data has no ${missing}; pass an object: ${usage}`);
}

/** Converts inputs to one tensor for each input of the model. Call it inside tidy. */
export function inputTensors(model: LayersModel, x: TensorValues): Tensor[] {
  const tensors = assignValues(x, model.inputs, 'x').map(({ value, shape, what }) => {
    const given = toTensor(value, [shape], what, (length, size) => length > 0 && length % size === 0);
    if (fits(given, shape)) return given;
    throw new RangeError(`${what} has shape [${given.shape.join(', ')}]; it must be ${text(shape)}`);
  });
  const batch = tensors[0].shape[0];
  const other = tensors.find(({ shape }) => shape[0] !== batch);
  if (other)
    throw new RangeError(`the inputs have ${batch} and ${other.shape[0]} samples; all must have the same number`);
  return tensors;
}

/**
 * Converts targets to one tensor for each output of the model. A list with one number for each
 * sample becomes [batch, 1]. Call it inside tidy.
 */
export function targetTensors(model: LayersModel, y: TensorValues, batch: number): Tensor[] {
  return assignValues(y, model.outputs, 'y').map(({ value, shape, what }) => {
    const shapes = [shape, [...shape.slice(0, -1), 1]];
    const given = toTensor(value, shapes, what, (length, size) => length === batch * size);
    if (given.shape[0] === batch) return given.rank === 1 ? expandDims(given, 1) : given;
    throw new RangeError(`${what} has ${given.shape[0]} samples, but x has ${batch}; both must have the same number`);
  });
}

interface AssignedValue {
  value: TensorValue;
  /** Shape that the model expects. Null stands for any size. */
  shape: (number | null)[];
  /** The name that error messages use. */
  what: string;
}

/** Assigns one value to each input or output of a model. */
function assignValues(given: TensorValues, symbols: readonly SymbolicTensor[], data: 'x' | 'y'): AssignedValue[] {
  return splitValues(given, symbols, data).map((value, i) => {
    const { sourceLayer, shape } = symbols[i];
    return { value, shape, what: `${data} of ${data === 'x' ? 'input' : 'output'} ${describe(sourceLayer.name)}` };
  });
}

/**
 * Converts a value to a tensor.
 *
 * @param shapes allowed shapes, in which null stands for any size
 * @param suits checks whether `length` numbers are a batch of samples of this size; a flat array
 * takes the first shape that suits
 */
function toTensor(
  value: TensorValue,
  shapes: readonly (number | null)[][],
  what: string,
  suits: (length: number, size: number) => boolean,
): Tensor {
  if (isTensor(value)) return value;
  if (isShaped(value)) return tensor(Float32Array.from(value.data), [...value.shape]);
  const isFlat = ArrayBuffer.isView(value) || typeof (value as readonly unknown[])[0] === 'number';
  if (!isFlat) return tensor(value as number[][], undefined, 'float32');
  const numbers = Float32Array.from(value as ArrayLike<number>);
  for (const [, ...rest] of shapes) {
    const size = rest.reduce<number>((product, n) => product * (n ?? Number.NaN), 1);
    if (suits(numbers.length, size)) return tensor(numbers, [numbers.length / size, ...(rest as number[])]);
  }
  throw new RangeError(
    `${what} has ${numbers.length} numbers; it must list one sample after another, in shape ${text(shapes[0])}`,
  );
}

function fits({ size, rank, shape }: Tensor, expected: readonly (number | null)[]): boolean {
  return size > 0 && rank === expected.length && expected.every((n, i) => i === 0 || n === null || n === shape[i]);
}

function text([, ...rest]: readonly (number | null)[]): string {
  return `[${['batch', ...rest.map((n) => n ?? 'any')].join(', ')}]`;
}
