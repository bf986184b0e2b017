import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { asInPyTorch, chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 100;
const stream = random(16045);
const x = normalRows(stream.split(0), ROWS, 2);
const noise = stream.split(1).normal(new Float32Array(ROWS));
const targets = noise.map((error, row) => 10 + 9 * x.data[2 * row] - 2 * x.data[2 * row + 1] + error);

/** The mean of the squared differences from targets of a shape, which the source does not check. */
function squaredError(shape: number[]): (truths: tf.Tensor, outputs: tf.Tensor) => tf.Tensor {
  return (truths, outputs) => tf.mean(tf.square(tf.sub(outputs, tf.reshape(truths, shape))));
}

function training(seed: number, shape: number[]): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [2], ...asInPyTorch(2) })),
    x,
    y: column(targets),
    loss: squaredError(shape),
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: ROWS,
    steps: 30,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'pytorch-targets-without-column',
  changes: 'The loss takes the column away from the targets, since `train` adds one to a list.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, [-1]),
  repaired: (seed) => training(seed, [-1, 1]),
};
