import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { type DiagnoseOptions, type Diagnosis, diagnose, initWeights, random, useBackend } from 'initlab';
import { seeds } from '../../../support/seeds.js';

type Layer = tfl.layers.Layer;

// The tables of cases hold tensors, which are made when the files are loaded.
await useBackend('wasm');

export const SEEDS = seeds(5);

/** Rows of independent normals, their sums as one column, and the class of the sign of the sum. */
export interface Rows {
  x: tf.Tensor2D;
  sum: tf.Tensor2D;
  label: tf.Tensor2D;
}

export function normalRows(seed: number, rows = 200, columns = 8): Rows {
  const x = tf.tensor2d(random(seed).normal(new Float32Array(rows * columns)), [rows, columns]);
  const sum = tf.sum(x, 1, true) as tf.Tensor2D;
  return { x, sum, label: tf.cast(tf.greater(sum, 0), 'float32') };
}

/** Labels of so many classes by the largest of random sums, as rows with a single 1. */
export function classesOf({ x }: Rows, classes: number, seed = 50): tf.Tensor2D {
  const teacher = tf.tensor2d(random(seed).normal(new Float32Array(x.shape[1] * classes)), [x.shape[1], classes]);
  const labels = tf.cast(tf.argMax(tf.matMul(x, teacher), 1), 'int32');
  return tf.cast(tf.oneHot(labels as tf.Tensor1D, classes), 'float32') as tf.Tensor2D;
}

/** A network of ReLU layers of the given widths, and the given layers after them. */
export function network(seed: number, widths: readonly number[], ...last: Layer[]): tfl.LayersModel {
  const hidden = widths.map((units) => tfl.layers.dense({ units, activation: 'relu' }));
  return drawn(seed, tfl.layers.inputLayer({ inputShape: [8] }), ...hidden, ...last);
}

/** A model of these layers, with the weights that the library recommends. */
export function drawn(seed: number, ...parts: Layer[]): tfl.LayersModel {
  const model = tfl.sequential({ layers: parts });
  initWeights(model, { seed });
  return model;
}

export function output(units: number, activation: string, name = 'output'): Layer {
  return tfl.layers.dense({ units, activation: activation as 'relu', name });
}

/** The verdict, and each finding as `severity kind layer`. */
export function said({ verdict, findings }: Diagnosis): string[] {
  return [verdict, ...findings.map(({ severity, kind, layer }) => `${severity} ${kind} ${layer}`)];
}

export function faultsOf(
  model: tfl.LayersModel,
  data: { x: tf.Tensor; y: tf.Tensor },
  options: DiagnoseOptions,
): string[] {
  const { findings } = diagnose(model, data, options);
  return findings.filter(({ severity }) => severity === 'fault').map(({ kind, layer }) => `${kind} ${layer}`);
}

/**
 * Trains on the whole batch by tfjs itself, and returns the losses before and after, by a loss that
 * need not be that of the training.
 */
export async function trained(
  model: tfl.LayersModel,
  { x, y }: { x: tf.Tensor; y: tf.Tensor },
  {
    loss,
    steps,
    rate = 0.01,
  }: { loss: string | ((y: tf.Tensor, p: tf.Tensor) => tf.Tensor); steps: number; rate?: number },
): Promise<{ before: number; after: number }> {
  model.compile({ loss: loss as string, optimizer: tf.train.adam(rate) });
  const measure = (): number => (model.evaluate(x, y, { batchSize: 4096 }) as tf.Scalar).dataSync()[0];
  const before = measure();
  for (let step = 0; step < steps; step++) await model.trainOnBatch(x, y);
  return { before, after: measure() };
}

/** Share of the samples whose class the model gets right. */
export function accuracy(model: tfl.LayersModel, x: tf.Tensor, y: tf.Tensor): number {
  const predicted = model.predict(x) as tf.Tensor;
  const isOne = y.shape[1] === 1;
  const right = isOne
    ? tf.equal(tf.greater(predicted, 0.5), tf.greater(y, 0.5))
    : tf.equal(tf.argMax(predicted, 1), tf.argMax(y, 1));
  return tf.mean(tf.cast(right, 'float32')).dataSync()[0];
}
