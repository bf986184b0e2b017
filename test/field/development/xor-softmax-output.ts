import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, uniformInit } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** The four points, two of them twice. */
const x = matrix([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
  [0, 0],
  [1, 0],
]);
const y = column([0, 1, 1, 0, 0, 1]);

function training(seed: number, activation: 'softmax' | 'sigmoid', learningRate: number, steps: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 2, activation: 'sigmoid', inputShape: [2], ...uniformInit() }),
      tfl.layers.dense({ units: 3, activation: 'sigmoid', ...uniformInit() }),
      tfl.layers.dense({ units: 1, activation, ...uniformInit() }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.9, true),
    learningRate,
    batchSize: 6,
    steps,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'xor-softmax-output',
  changes: 'The repair takes 800 steps of Adam at 0.05 instead of 10,000 of SGD at 0.1.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'softmax', 0.001, 20),
  repaired: (seed) => ({ ...training(seed, 'sigmoid', 0.05, 800), optimizer: 'adam' }),
};
