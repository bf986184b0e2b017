import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(600);
const classes = Array.from(y.data, (digit) => (digit < 5 ? 1 : 0));
const meanLoss = (targets: tf.Tensor, p: tf.Tensor): tf.Tensor => tf.neg(tf.mean(tf.mul(targets, tf.log(p))));

function training(seed: number, units: 1 | 2): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units, activation: 'softmax', kernelInitializer: 'zeros', inputShape: [784] }),
    ),
    x,
    y: units === 1 ? column(classes) : oneHot(classes, 2),
    loss: meanLoss,
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 100,
    steps: 300,
    skill: accuracy(classes),
  };
}

export const network: FieldNetwork = {
  id: 'tf-mnist-single-label-softmax',
  changes: 'The class is whether the digit is less than 5; 600 digits, a rate of 0.1 instead of 10, 300 steps.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 2),
};
