import type * as tf from '@tensorflow/tfjs-core';
import type * as tfl from '@tensorflow/tfjs-layers';
import { type Random, random } from 'initlab';

/** A network, with data to diagnose it on. */
export interface Case {
  title: string;
  model: tfl.LayersModel;
  x: { shape: number[]; data: Float32Array };
  y: Float32Array;
  loss: 'crossEntropy' | 'binaryCrossEntropy' | 'meanSquaredError' | ((y: tf.Tensor, output: tf.Tensor) => tf.Tensor);
  optimizer?: 'sgd' | 'adam';
  learningRate?: number;
  /** Number of steps that the training is planned to take. */
  steps?: number;
}

/** The data and options with which a network is diagnosed. */
export type Given = Omit<Case, 'title' | 'model'>;

/** Makes random choices that are the same in every run. */
export class Chooser {
  readonly stream: Random;

  constructor(seed: number) {
    this.stream = random(seed);
  }

  of<T>(list: readonly T[]): T {
    return list[Math.floor(this.stream.uniform(new Float64Array(1))[0] * list.length)];
  }
}

/**
 * Makes inputs that are independent normal numbers, and classes that a network can learn: the class
 * is the index of the largest of as many random linear combinations of the inputs as the network
 * has outputs. For sequences, the combinations only use the last two steps.
 */
export function data(model: tfl.LayersModel, batch: number, seed: number): Given {
  const shape = [batch, ...(model.inputs[0].shape.slice(1) as number[])];
  const size = shape.slice(1).reduce((product, n) => product * n, 1);
  const classes = model.outputs[0].shape.at(-1) as number;
  const from = shape.length === 3 ? size - 2 * shape[2] : 0;
  const stream = random(seed);
  const x = stream.split(0).normal(new Float32Array(batch * size));
  const teacher = stream.split(1).normal(new Float32Array(size * classes));
  const y = Float32Array.from({ length: batch }, (_, row) => {
    const scores = new Float64Array(classes);
    for (let i = from; i < size; i++)
      for (let c = 0; c < classes; c++) scores[c] += x[row * size + i] * teacher[i * classes + c];
    return scores.indexOf(Math.max(...scores));
  });
  return { x: { shape, data: x }, y, loss: 'crossEntropy' };
}
