import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
const targets = mapped(oneHot(y.data, 10), (isClass) => (isClass ? 0.8 : -0.8));

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [14, 14, 1] }),
      tfl.layers.dense({ units: 64, activation: 'tanh' }),
      tfl.layers.dense({ units: 10, activation: 'tanh' }),
    ),
    x: mapped(x, (pixel) => 2 * pixel - 1),
    y: targets,
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.adagrad(rate, 1e-8),
    learningRate,
    batchSize: 16,
    steps: 250,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'tiny-dnn-dense-only-rate',
  changes: '400 digits of 14 × 14, 64 hidden units; Adagrad at 0.4, and at 0.004 in the repair; 250 batches of 16.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 0.4),
  repaired: (seed) => training(seed, 0.004),
};
