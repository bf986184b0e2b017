import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import type { PlanHeap } from './operations/operation.js';

/**
 * Computes the mean softmax cross entropy of logits [rows, classes], its gradient with respect to
 * them, and the accuracy. Each number is rounded as by the operations of tfjs that it replaces,
 * some thirty. Exponentials and logarithms are still those of tfjs.
 *
 * @param y labels of the classes, or a row of probabilities for each row of logits
 * @param gradient receives the gradient
 */
export function softmaxLoss(
  heap: PlanHeap,
  logits: Float32Array,
  rows: number,
  y: NumberArray,
  gradient: Float32Array,
): { loss: number; accuracy: number } {
  const { fround } = Math;
  const classes = logits.length / rows;
  const expected = targetRows(y, rows, classes);
  const hits = new Float32Array(rows);
  const largest = new Float32Array(rows);
  const numbers = new Float32Array(logits.length);
  for (let row = 0, i = 0; row < rows; row++) {
    const place = placeOfLargest(logits, i, classes);
    hits[row] = Number(place === placeOfLargest(expected, i, classes));
    const maximum = logits[i + place];
    largest[row] = maximum;
    for (const end = i + classes; i < end; i++) numbers[i] = logits[i] - maximum;
  }
  const logSums = applied(heap, 'Log', rowSums(applied(heap, 'Exp', numbers), classes));
  const costs = new Float32Array(rows);
  for (let row = 0, i = 0; row < rows; row++) {
    const normalizer = fround(largest[row] + logSums[row]);
    let cost = 0;
    for (const end = i + classes; i < end; i++) {
      const log = fround(logits[i] - normalizer);
      numbers[i] = log;
      cost = fround(cost - fround(log * expected[i]));
    }
    costs[row] = cost;
  }
  const share = fround(1 / rows);
  const probabilities = applied(heap, 'Exp', numbers);
  for (let i = 0; i < gradient.length; i++) gradient[i] = share * fround(probabilities[i] - expected[i]);
  const [total] = rowSums(costs, rows);
  const [accuracy] = applied(heap, 'Mean', hits, { axis: null, keepDims: false });
  return { loss: fround(total / rows), accuracy };
}

/** Converts labels to rows of 0 and 1. A label that is out of range gives a row of zeros. */
function targetRows({ data }: NumberArray, rows: number, classes: number): Float32Array {
  if (data.length === rows * classes) return Float32Array.from(data);
  const targets = new Float32Array(rows * classes);
  for (let row = 0; row < rows; row++) {
    const label = Math.trunc(data[row]);
    if (label >= 0 && label < classes) targets[row * classes + label] = 1;
  }
  return targets;
}

/** Finds the first of the largest values. */
function placeOfLargest(values: Float32Array, from: number, count: number): number {
  let place = 0;
  for (let i = 1; i < count; i++) if (values[from + i] > values[from + place]) place = i;
  return place;
}

/** Sums rows in order, and rounds after each step. */
function rowSums(values: Float32Array, columns: number): Float32Array {
  const { fround } = Math;
  const sums = new Float32Array(values.length / columns);
  for (let row = 0, i = 0; row < sums.length; row++) {
    let sum = 0;
    for (const end = i + columns; i < end; i++) sum = fround(sum + values[i]);
    sums[row] = sum;
  }
  return sums;
}

/** Runs a kernel of the backend on numbers. */
function applied(heap: PlanHeap, kernel: string, numbers: Float32Array, attributes: object = {}): Float32Array {
  const x = heap.make([numbers.length]);
  heap.numbers(x).set(numbers);
  const result: TensorInfo = heap.run(kernel, { x }, attributes);
  const values = heap.numbers(result).slice() as Float32Array;
  heap.free(x);
  heap.free(result);
  return values;
}
