import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(600);

/** The mean of −y log p − (1 − y) log(1 − p), where p and 1 − p are at least 1e-10. */
function binaryLoss(targets: tf.Tensor, p: tf.Tensor): tf.Tensor {
  const boundedLog = (value: tf.Tensor): tf.Tensor => tf.log(tf.maximum(value, 1e-10));
  const [off, q] = [tf.sub(1, targets), tf.sub(1, p)];
  return tf.neg(tf.mean(tf.add(tf.mul(targets, boundedLog(p)), tf.mul(off, boundedLog(q)))));
}

function training(seed: number, output: 'linear' | 'softmax'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [784] }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: output }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: binaryLoss,
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 50,
    steps: 250,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'dbn-linear-output-in-log',
  changes:
    'Hidden layers of 64 and 32 units with Glorot weights instead of pretrained ones, 600 digits, a rate of 0.5.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'linear'),
  repaired: (seed) => training(seed, 'softmax'),
};
