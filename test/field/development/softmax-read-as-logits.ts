import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
const logitLoss = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
  tf.mean(tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1)));

function training(seed: number, output: 'softmax' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: output }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: logitLoss,
    optimizer: 'sgd',
    learningRate: 0.05,
    batchSize: 40,
    steps: 200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'softmax-read-as-logits',
  changes:
    '400 digits of 14 × 14, 8 filters, a rate of 0.05 and 200 batches, since the source does not say for how long.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'softmax'),
  repaired: (seed) => training(seed, 'linear'),
};
