import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import type { PlanHeap } from './operations/operation.js';

/**
 * Computes the mean softmax cross entropy of logits [batch, classes], its gradient with respect to
 * them, and the accuracy. Each number is rounded as by the operations of tfjs that it replaces,
 * some thirty on small tensors. Exponentials and logarithms are still those of tfjs.
 *
 * @param y labels of the classes, or a row of probabilities for each sample
 * @param gradient receives the gradient
 */
export function softmaxLoss(
  heap: PlanHeap,
  logits: Float32Array,
  batch: number,
  y: NumberArray,
  gradient: Float32Array,
): { loss: number; accuracy: number } {
  const { fround } = Math;
  const classes = logits.length / batch;
  const expected = targetRows(y, batch, classes);
  const largest = Float32Array.from({ length: batch }, (_, row) => maximumOf(logits, row * classes, classes));
  const above = logits.map((value, i) => value - largest[Math.floor(i / classes)]);
  const logSums = applied(heap, 'Log', rowSums(applied(heap, 'Exp', above), classes));
  const logs = logits.map((value, i) => {
    const row = Math.floor(i / classes);
    return value - fround(largest[row] + logSums[row]);
  });
  const costs = rowSums(
    logs.map((log, i) => -fround(log * expected[i])),
    classes,
  );
  const [total] = rowSums(costs, batch);
  const share = fround(1 / batch);
  applied(heap, 'Exp', logs).forEach((probability, i) => {
    gradient[i] = share * fround(probability - expected[i]);
  });
  const hits = costs.map((_, row) =>
    Number(placeOfLargest(logits, row * classes, classes) === placeOfLargest(expected, row * classes, classes)),
  );
  const [accuracy] = applied(heap, 'Mean', hits, { axis: null, keepDims: false });
  return { loss: fround(total / batch), accuracy };
}

/** Converts labels to rows of 0 and 1. A label that is out of range gives a row of zeros. */
function targetRows({ data }: NumberArray, batch: number, classes: number): Float32Array {
  if (data.length === batch * classes) return Float32Array.from(data);
  const rows = new Float32Array(batch * classes);
  for (let row = 0; row < batch; row++) {
    const label = Math.trunc(data[row]);
    if (label >= 0 && label < classes) rows[row * classes + label] = 1;
  }
  return rows;
}

function maximumOf(values: Float32Array, from: number, count: number): number {
  return values[from + placeOfLargest(values, from, count)];
}

/** Finds the first of the largest values. */
function placeOfLargest(values: Float32Array, from: number, count: number): number {
  let place = 0;
  for (let i = 1; i < count; i++) if (values[from + i] > values[from + place]) place = i;
  return place;
}

/** Sums rows in order, and rounds after each step. */
function rowSums(values: Float32Array, columns: number): Float32Array {
  const sums = new Float32Array(values.length / columns);
  for (let i = 0; i < values.length; i++) sums[Math.floor(i / columns)] += values[i];
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
