import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(1000);
const crossEntropies = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
  tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1));
const sum = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor => tf.sum(crossEntropies(targets, logits));
const mean = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor => tf.mean(crossEntropies(targets, logits));

function training(seed: number, loss: Training['loss']): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [784], ...normalInit(0.1) }),
      tfl.layers.dense({ units: 64, activation: 'relu', ...normalInit(0.1) }),
      tfl.layers.dense({ units: 10, ...normalInit(0.1) }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss,
    optimizer: 'sgd',
    learningRate: 0.05,
    batchSize: 500,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'jax-mnist-summed-loss',
  changes: 'Layers of 64 units, 1,000 digits in batches of 500, and a rate of 0.05 for both.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, sum),
  repaired: (seed) => training(seed, mean),
};
