import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, COLUMNS] = [100, 5];
const data = random(152).uniform(new Float32Array(ROWS * COLUMNS));
const targets = Float32Array.from({ length: ROWS }, (_, row) => {
  const [a, b, c, d] = data.subarray(row * COLUMNS);
  return a ** 2 + b * c - 4 * d;
});

/** The mean of the squared differences from targets of a shape, which the source does not check. */
function squaredError(shape: number[]): (truths: tf.Tensor, outputs: tf.Tensor) => tf.Tensor {
  return (truths, outputs) => tf.mean(tf.square(tf.sub(outputs, tf.reshape(truths, shape))));
}

function training(seed: number, shape: number[]): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [COLUMNS] })),
    x: { shape: [ROWS, COLUMNS], data },
    y: column(targets),
    loss: squaredError(shape),
    optimizer: 'adam',
    learningRate: 0.02,
    batchSize: 10,
    steps: 500,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'mljflux-matrix-minus-vector',
  changes: 'Adam at 0.02, 50 epochs.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, [-1]),
  repaired: (seed) => training(seed, [-1, 1]),
};
