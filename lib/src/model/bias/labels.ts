import type { Tensor } from '@tensorflow/tfjs-core';
import { describe } from '../../foundation/argument.js';
import { product } from '../../init/shape.js';
import { DataRangeError, DataTypeError } from '../../network/dataErrors.js';

/**
 * Targets of a training set: a list of numbers or booleans, a list of rows, a tensor, or a typed
 * array with its shape.
 */
export type Labels =
  | readonly (number | boolean)[]
  | readonly (readonly number[])[]
  | Float32Array
  | Int32Array
  | Uint8Array
  | Tensor
  | { readonly shape: readonly number[]; readonly data: ArrayLike<number> };

/** Labels as a row-major matrix with a row for each example. */
export interface LabelMatrix {
  rows: number;
  columns: number;
  values: Float64Array;
}

/**
 * Reads labels in any of their forms.
 *
 * @throws DataTypeError for any other form; DataRangeError if there are no labels or one is not
 * finite
 */
export function labelMatrix(labels: Labels): LabelMatrix {
  const { shape, data } = readNumbers(labels);
  const other = Array.from(data).findIndex((value) => typeof value !== 'number' && typeof value !== 'boolean');
  if (other >= 0) {
    const problem = `is ${describe(data[other])}; labels must be numbers: encode classes as 0, 1, 2 …`;
    throw new DataTypeError({ code: 'notNumbers', argument: `label ${other}`, problem, index: other });
  }
  const values = Float64Array.from(data, Number);
  const rows = shape[0] ?? 0;
  if (rows === 0 || values.length === 0) {
    throw new DataRangeError({ code: 'empty', argument: 'labels', problem: 'are empty; give at least one' });
  }
  if (rows * product(shape.slice(1)) !== values.length) {
    const problem = `have shape ${describe(shape)} and ${values.length} numbers; all rows must have the same length`;
    throw new DataRangeError({ code: 'wrongLength', argument: 'labels', problem });
  }
  const wrong = values.findIndex((value) => !Number.isFinite(value));
  if (wrong < 0) return { rows, columns: values.length / rows, values };
  const problem = `is ${values[wrong]}; all labels must be finite numbers`;
  throw new DataRangeError({ code: 'notFinite', argument: `label ${wrong}`, problem, index: wrong });
}

function readNumbers(labels: Labels): { shape: readonly number[]; data: ArrayLike<number | boolean> } {
  if (Array.isArray(labels)) {
    if (!Array.isArray(labels[0])) return { shape: [labels.length], data: labels };
    return { shape: [labels.length, labels[0].length], data: labels.flat() };
  }
  if (ArrayBuffer.isView(labels)) return { shape: [(labels as Float32Array).length], data: labels as Float32Array };
  if (labels !== null && typeof labels === 'object' && 'shape' in labels)
    return { shape: labels.shape, data: 'dataSync' in labels ? labels.dataSync() : labels.data };
  const problem = `are ${describe(labels)}; they must be an array, a typed array or a tensor`;
  throw new DataTypeError({ code: 'notNumbers', argument: 'labels', problem });
}
