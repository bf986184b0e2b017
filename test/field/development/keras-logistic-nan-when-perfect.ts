import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters, column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** The binary cross entropy, with the probabilities kept `margin` away from 0 and 1. */
function logLoss(margin: number) {
  return (targets: tf.Tensor, output: tf.Tensor): tf.Tensor => {
    const p = tf.clipByValue(output, margin, 1 - margin);
    const hit = tf.mul(targets, tf.log(p));
    const miss = tf.mul(tf.sub(1, targets), tf.log(tf.sub(1, p)));
    return tf.neg(tf.mean(tf.add(hit, miss)));
  };
}

function training(seed: number, margin: number): Training {
  const { x, y } = clusters(100 + seed, 200, 20, 2, 0.3);
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, activation: 'sigmoid', inputShape: [20] })),
    x,
    y: column(y.data),
    loss: logLoss(margin),
    optimizer: 'sgd',
    learningRate: 3,
    batchSize: 20,
    steps: 400,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-logistic-nan-when-perfect',
  changes: 'Two separate clusters of 200 points; SGD at 3, because the source names no rate.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 0),
  repaired: (seed) => training(seed, 1e-7),
};
