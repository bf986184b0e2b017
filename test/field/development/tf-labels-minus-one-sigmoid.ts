import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { clusters, column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y: classes } = clusters(40709398, 300, 5, 2, 1);

/** Mean cross-entropy of a logit, by a formula that also takes labels other than 0 and 1. */
function logitLoss(targets: tf.Tensor, logits: tf.Tensor): tf.Tensor {
  return tf.mean(tf.add(tf.sub(tf.relu(logits), tf.mul(logits, targets)), tf.softplus(tf.neg(tf.abs(logits)))));
}

function training(seed: number, low: number, initOf: (inputs: number) => object): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 100, activation: 'relu', inputShape: [5], ...initOf(5) }),
      tfl.layers.dense({ units: 100, activation: 'relu', ...initOf(100) }),
      tfl.layers.dense({ units: 100, activation: 'relu', ...initOf(100) }),
      tfl.layers.dense({ units: 1, ...initOf(100) }),
    ),
    x,
    y: column(Array.from(classes.data, (kind) => (kind === 0 ? low : 1))),
    loss: logitLoss,
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 100,
    steps: 150,
    skill: (outputs) => accuracy(classes.data)(outputs.map((logit) => (logit > 0 ? 1 : 0))),
  };
}

export const network: FieldNetwork = {
  id: 'tf-labels-minus-one-sigmoid',
  changes: 'Two made clouds of 300 points, 100 units instead of 500, 150 steps; the biases start at 0.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, -1, () => normalInit(1)),
  repaired: (seed) => training(seed, 0, (inputs) => normalInit(Math.sqrt(2 / inputs))),
};
