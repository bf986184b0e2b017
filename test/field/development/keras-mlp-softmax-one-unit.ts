import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, uniformInit } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const points = [
  [0.1, 0.1],
  [0.9, 0.2],
  [0.2, 0.05],
  [0.4, 0.7],
  [0, 0.3],
  [0.6, 0.5],
  [0.15, 0.2],
  [0.3, 0.9],
];
const classes = points.map(([first, second]) => (first + second > 0.5 ? 1 : 0));

function training(seed: number, activation: 'sigmoid' | 'softmax'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'tanh', inputShape: [2], ...uniformInit() }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 64, activation: 'tanh', ...uniformInit() }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 1, activation, ...uniformInit() }),
    ),
    x: matrix(points),
    y: column(classes),
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.9, true),
    learningRate: 0.1,
    batchSize: 8,
    steps: 500,
    skill: accuracy(classes),
  };
}

export const network: FieldNetwork = {
  id: 'keras-mlp-softmax-one-unit',
  changes: 'Our own 8 points, 4 of each class; 500 steps on all of them.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'softmax'),
  repaired: (seed) => training(seed, 'sigmoid'),
};
