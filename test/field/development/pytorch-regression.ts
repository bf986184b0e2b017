import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { asInPyTorch, chain } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const numbers = random(4).normal(new Float32Array(200));
const x = matrix(Array.from(numbers, (value) => [value, value ** 2, value ** 3, value ** 4]));
const y = column(numbers.map((t) => 6 * t - 3 * t ** 2 + 2 * t ** 3 - 4 * t ** 4 + 5));

/** A squared error near 0 and an absolute error far from it. */
const smoothL1 = (targets: tf.Tensor, output: tf.Tensor): tf.Tensor => tf.losses.huberLoss(targets, output);

export const network: FieldNetwork = {
  id: 'pytorch-regression',
  changes: '200 fixed numbers instead of new ones for every batch; 600 steps.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [4], ...asInPyTorch(4) })),
    x,
    y,
    loss: smoothL1,
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 32,
    steps: 600,
    skill: explained(y.data),
  }),
};
