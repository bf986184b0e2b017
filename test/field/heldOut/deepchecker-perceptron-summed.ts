import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(500);
const crossEntropies = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
  tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1));

function training(seed: number, reduce: (losses: tf.Tensor) => tf.Tensor): Training {
  const start = () => ({
    kernelInitializer: tfl.initializers.randomNormal({ stddev: 1 }),
    biasInitializer: tfl.initializers.randomNormal({ stddev: 1 }),
  });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 128, activation: 'relu', inputShape: [784], ...start() }),
      tfl.layers.dense({ units: 128, activation: 'relu', ...start() }),
      tfl.layers.dense({ units: 10, ...start() }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: (targets, logits) => reduce(crossEntropies(targets, logits)),
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 100,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'deepchecker-perceptron-summed',
  changes: '500 digits, layers of 128, 150 batches.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, (losses) => tf.sum(losses)),
  repaired: (seed) => training(seed, (losses) => tf.mean(losses)),
};
