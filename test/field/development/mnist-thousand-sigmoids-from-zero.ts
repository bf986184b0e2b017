import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(800);

function training(seed: number, init: object): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 200, activation: 'sigmoid', inputShape: [784], ...init }),
      tfl.layers.dense({ units: 10, activation: 'softmax', ...init }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 100,
    steps: 300,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-thousand-sigmoids-from-zero',
  changes: '200 hidden units instead of 1,000, 800 digits, 300 steps.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, { kernelInitializer: 'zeros' }),
  repaired: (seed) => training(seed, normalInit(0.1)),
};
