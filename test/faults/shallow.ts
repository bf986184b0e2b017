import type * as tfl from '@tensorflow/tfjs-layers';
import { random, train } from 'initlab';
import { glorot, line, normalOf, type Part, type Rows, table, uniformOf } from './small.js';

export interface Shallow {
  inputs: number;
  parts: readonly Part[];
  target: (row: Float32Array) => number;
  loss: 'binaryCrossEntropy' | 'meanSquaredError';
}

const isProduct = ([a, b]: Float32Array): number => (a * b > 0 ? 1 : 0);
const isSum = (row: Float32Array): number => (row.reduce((sum, value) => sum + value, 0) > 0 ? 1 : 0);
export const smooth = ([a, b]: Float32Array): number => a + Math.sin(2 * b);
export const relu = (units: number, init = glorot): Part => ({ units, activation: 'relu', init });
const sigmoid = (units: number): Part => ({ units, activation: 'sigmoid' });

/**
 * Networks with the defaults of Keras, or with other old initializers, as in well-known examples.
 */
export const learning: Record<string, Shallow> = {
  'net of two sigmoid layers, 30-100-100-1': {
    inputs: 30,
    parts: [sigmoid(100), sigmoid(100), sigmoid(1)],
    target: isSum,
    loss: 'binaryCrossEntropy',
  },
  'net of two sigmoid layers, 20-64-32-1': {
    inputs: 20,
    parts: [sigmoid(64), sigmoid(32), sigmoid(1)],
    target: isSum,
    loss: 'binaryCrossEntropy',
  },
  'ReLU net with Glorot weights, 2-16-16-1': {
    inputs: 2,
    parts: [relu(16), relu(16), { units: 1 }],
    target: smooth,
    loss: 'meanSquaredError',
  },
  'ReLU net with Glorot weights, 7-64-64-1': {
    inputs: 7,
    parts: [relu(64), relu(64), { units: 1 }],
    target: smooth,
    loss: 'meanSquaredError',
  },
  'ReLU net with Glorot weights, 2-128-64-32-1': {
    inputs: 2,
    parts: [relu(128), relu(64), relu(32), sigmoid(1)],
    target: isProduct,
    loss: 'binaryCrossEntropy',
  },
  'ReLU net with weights U(±.05), 10-32-1': {
    inputs: 10,
    parts: [relu(32, uniformOf(-0.05, 0.05)), { units: 1 }],
    target: smooth,
    loss: 'meanSquaredError',
  },
};

/** Similar networks with weights that do keep a shallow network from learning. */
export const hindered: Record<string, Shallow> = {
  'ReLU net with weights N(0, .005²), 7-64-64-1': {
    inputs: 7,
    parts: [relu(64, normalOf(0.005)), relu(64, normalOf(0.005)), { units: 1, init: normalOf(0.005) }],
    target: smooth,
    loss: 'meanSquaredError',
  },
  'ReLU net with weights N(0, 2²), 30-64-64-1': {
    inputs: 30,
    parts: [relu(64, normalOf(2)), relu(64, normalOf(2)), { units: 1 }],
    target: smooth,
    loss: 'meanSquaredError',
  },
  'ReLU net with weights N(0, .003²), 2-32-32-1': {
    inputs: 2,
    parts: [relu(32, normalOf(0.003)), relu(32, normalOf(0.003)), sigmoid(1)],
    target: isProduct,
    loss: 'binaryCrossEntropy',
  },
};

export function rowsOf({ inputs, target }: Shallow, seed: number): Rows {
  return table({ count: 128, inputs, seed }, target);
}

/** The share of the rows whose class is wrong, so that no network knows all of them. */
const WRONG_LABELS = 0.2;

/**
 * Makes a raw table for two classes, which depend on the given columns. The units are the deviation
 * of each column, and its mean.
 */
export function rawTable(
  seed: number,
  { units, columns: [first, second] }: { units: readonly number[]; columns: readonly [number, number] },
): Rows {
  const luck = random(seed).split(9).uniform(new Float32Array(128));
  const { x, y } = table({ count: 128, inputs: units.length, seed }, (row) =>
    row[first] + 0.5 * row[second] > 0 ? 1 : 0,
  );
  return {
    x: { ...x, data: x.data.map((value, i) => units[i % units.length] * (value + 1)) },
    y: { ...y, data: y.data.map((label, row) => (luck[row] < WRONG_LABELS ? 1 - label : label)) },
  };
}

/** A small network for two classes, as tutorials build for such a table. */
export const forTable: readonly Part[] = [relu(12), relu(8), sigmoid(1)];

export interface Trained {
  inputs: number;
  parts: readonly Part[];
  rows: Rows;
  rates: readonly number[];
  loss?: 'binaryCrossEntropy';
}

const wave = line({ count: 128, from: -2, step: 1 / 32 }, (x) => Math.sin(2 * x));

/** Networks with the defaults of Keras, with data that they learn. */
export const trained: Record<string, Trained> = {
  'ReLU net that fits a curve, 1-64-64-1': {
    inputs: 1,
    parts: [relu(64), relu(64), { units: 1 }],
    rows: wave,
    rates: [0.01, 0.001],
  },
  'ReLU net that fits a curve, 1-32-32-32-1': {
    inputs: 1,
    parts: [relu(32), relu(32), relu(32), { units: 1 }],
    rows: wave,
    rates: [0.01, 0.001],
  },
  'tanh net that fits a curve, 1-64-64-1': {
    inputs: 1,
    parts: [{ units: 64, activation: 'tanh' }, { units: 64, activation: 'tanh' }, { units: 1 }],
    rows: wave,
    rates: [0.01, 0.003],
  },
  'ReLU net for two classes, 2-48-24-1': {
    inputs: 2,
    parts: [relu(48), relu(24), { units: 1, activation: 'sigmoid' }],
    rows: table({ count: 128, inputs: 2, seed: 4 }, ([a, b]) => (a * b > 0 ? 1 : 0)),
    rates: [0.01, 0.003],
    loss: 'binaryCrossEntropy',
  },
};

export async function learn(model: tfl.LayersModel, { rows, rates, loss }: Trained): Promise<void> {
  for (const learningRate of rates) {
    await train(model, rows, { steps: 250, learningRate, progress: false, ...(loss && { loss }) });
  }
}
