import type { Tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import { tensor } from '#tfjs-core';
import { describe } from '../foundation/argument.js';
import type { NumberArray } from '../foundation/numberArray.js';
import { DataRangeError, DataTypeError } from './dataErrors.js';
import { isTensor, readValue, splitValues, type TensorValue, type TensorValues } from './modelValues.js';

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
 * @throws DataTypeError that shows the right call, for example when the inputs themselves were
 * passed
 */
export function checkData(data: object, needed: readonly ('x' | 'y')[], usage: string): void {
  const isObject = typeof data === 'object' && data !== null;
  const isBare = isObject && (isTensor(data) || ArrayBuffer.isView(data) || Array.isArray(data));
  const advice = `pass an object: ${usage}`;
  if (!isObject || isBare) {
    throw new DataTypeError({ code: 'notData', argument: 'data', problem: `is ${describe(data)}; ${advice}` });
  }
  const missing = needed.find((key) => (data as Partial<ModelData>)[key] === undefined);
  if (missing === undefined) return;
  throw new DataTypeError({ code: 'missing', argument: 'data', problem: `has no ${missing}; ${advice}` });
}

/** Converts inputs to one tensor for each input of the model. Call it inside tidy. */
export function inputTensors(model: LayersModel, x: TensorValues): Tensor[] {
  return readInputs(model, x, 'x').map((given) =>
    isTensor(given) ? given : tensor(Float32Array.from(given.data), [...given.shape]),
  );
}

/**
 * Reads inputs as one tensor or plain array for each input of the model, in the form in which they
 * were given, so that large data is not copied.
 */
export function inputValues(model: LayersModel, x: TensorValues): (Tensor | NumberArray)[] {
  return readInputs(model, x, 'x');
}

/** Reads inputs as one plain array for each input of the model. `what` names them in messages. */
export function inputArrays(model: LayersModel, x: TensorValues, what = 'x'): NumberArray[] {
  return readInputs(model, x, what).map(toArray);
}

/**
 * Reads targets as one plain array for each output of the model, in the type in which they were
 * given. A list with one number for each sample becomes [batch, 1]. `what` names the targets in
 * messages.
 */
export function targetArrays(model: LayersModel, y: TensorValues, batch: number, what = 'y'): NumberArray[] {
  return assignValues(y, model.outputs, what, 'output').map((assigned) => {
    const { shape } = assigned;
    const shapes = [shape, [...shape.slice(0, -1), 1]];
    const { shape: given, data } = toArray(readAssigned(assigned, shapes, (length, size) => length === batch * size));
    if (given[0] === batch) return { shape: given.length === 1 ? [batch, 1] : given, data };
    const problem = `has ${given[0]} samples, but x has ${batch}; both must have the same number`;
    throw new DataRangeError({ code: 'mismatch', argument: assigned.what, problem });
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
function assignValues(
  given: TensorValues,
  symbols: readonly SymbolicTensor[],
  what: string,
  kind: 'input' | 'output',
): AssignedValue[] {
  return splitValues(given, symbols, what).map((value, i) => {
    const { sourceLayer, shape } = symbols[i];
    return { value, shape, what: `${what} of ${kind} ${describe(sourceLayer.name)}` };
  });
}

function readInputs(model: LayersModel, x: TensorValues, argument: string): (Tensor | NumberArray)[] {
  const values = assignValues(x, model.inputs, argument, 'input').map((assigned) => {
    const { shape, what } = assigned;
    const given = readAssigned(assigned, [shape], (length, size) => length > 0 && length % size === 0);
    if (fits(given.shape, shape)) return given;
    const problem = `has shape [${given.shape.join(', ')}]; it must be ${text(shape)}`;
    throw new DataRangeError({ code: 'wrongShape', argument: what, problem });
  });
  const batch = values[0].shape[0];
  const other = values.find(({ shape }) => shape[0] !== batch);
  if (other === undefined) return values;
  const problem = `has inputs with ${batch} and ${other.shape[0]} samples; all must have the same number`;
  throw new DataRangeError({ code: 'mismatch', argument, problem });
}

/**
 * Reads a value, and divides a flat list of numbers into samples.
 *
 * @param shapes allowed shapes, in which null stands for any size
 * @param suits checks whether `length` numbers are a batch of samples of this size; a flat list
 * takes the first shape that suits
 */
function readAssigned(
  { value, what }: AssignedValue,
  shapes: readonly (number | null)[][],
  suits: (length: number, size: number) => boolean,
): Tensor | NumberArray {
  const given = readValue(value, what);
  if (given.shape.includes(0)) {
    throw new DataRangeError({ code: 'empty', argument: what, problem: 'has no numbers; give at least one sample' });
  }
  if (isTensor(given) || 'shape' in value || given.shape.length > 1) return given;
  const { data } = given;
  for (const [, ...rest] of shapes) {
    const size = rest.reduce<number>((product, n) => product * (n ?? Number.NaN), 1);
    if (suits(data.length, size)) return { shape: [data.length / size, ...(rest as number[])], data };
  }
  const problem = `has ${data.length} numbers; it must list one sample after another, in shape ${text(shapes[0])}`;
  throw new DataRangeError({ code: 'wrongLength', argument: what, problem });
}

function toArray(given: Tensor | NumberArray): NumberArray {
  return isTensor(given) ? { shape: given.shape, data: given.dataSync() as NumberArray['data'] } : given;
}

function fits(shape: readonly number[], expected: readonly (number | null)[]): boolean {
  return shape.length === expected.length && expected.every((n, i) => i === 0 || n === null || n === shape[i]);
}

function text([, ...rest]: readonly (number | null)[]): string {
  return `[${['batch', ...rest.map((n) => n ?? 'any')].join(', ')}]`;
}
