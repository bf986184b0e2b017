import type { LayersModel } from '@tensorflow/tfjs-layers';
import { mnistMlp, twoMoons } from 'initlab/tasks';
import type { Settings } from '../../src/playground/settings.js';

/** Flat data with a row for each example. */
export interface Rows {
  x: { shape: number[]; data: Float32Array };
  y: { shape: number[]; data: Float32Array | Uint8Array };
}

/** Something that the net can learn. */
export interface LearningTask {
  inputs: number;
  outputs: number;
  train: Rows;
  test: Rows;
  /** Loss of a net that knows nothing. */
  baseline: { name: string; loss: number };
}

/** Number of digits on which the net is tested, which must not take long. */
const MAX_TEST = 500;

/** Number of points of the curve to learn. */
const CURVE_POINTS = 201;

/** Loads or draws the data of a task. */
export function taskOf({ task, seed }: Settings): LearningTask {
  if (task === 'moons')
    return { inputs: 2, outputs: 2, ...dataOf(twoMoons({ depth: 0, seed })), baseline: guessing(2) };
  if (task === 'digits') {
    const { train, test } = dataOf(mnistMlp({ depth: 0 }));
    return { inputs: 784, outputs: 10, train, test: firstRows(test, MAX_TEST), baseline: guessing(10) };
  }
  const baseline = { name: 'always the mean', loss: 1 };
  return { inputs: 1, outputs: 1, train: sine(CURVE_POINTS), test: sine(CURVE_POINTS - 1), baseline };
}

/** Samples a period of a sine curve. Both coordinates have mean 0 and variance 1. */
function sine(count: number): Rows {
  const places = Float32Array.from({ length: count }, (_, i) => (2 * i) / (count - 1) - 1);
  return {
    x: { shape: [count, 1], data: places.map((place) => Math.sqrt(3) * place) },
    y: { shape: [count, 1], data: places.map((place) => Math.SQRT2 * Math.sin(Math.PI * place)) },
  };
}

function guessing(classes: number): LearningTask['baseline'] {
  return { name: `guessing, ln ${classes}`, loss: Math.log(classes) };
}

/** Takes the data of a task of the library, whose model is not needed. */
function dataOf({ model, train, test }: { model: LayersModel; train: object; test: object }): {
  train: Rows;
  test: Rows;
} {
  model.dispose();
  return { train: train as Rows, test: test as Rows };
}

/** Takes the first rows of some data. */
export function firstRows({ x, y }: Rows, count: number): Rows {
  return { x: cut(x, count), y: cut(y, count) };
}

function cut<Data extends Float32Array | Uint8Array>(
  { shape, data }: { shape: number[]; data: Data },
  count: number,
): { shape: number[]; data: Data } {
  const rows = Math.min(count, shape[0]);
  return { shape: [rows, ...shape.slice(1)], data: data.slice(0, (rows * data.length) / shape[0]) as Data };
}
