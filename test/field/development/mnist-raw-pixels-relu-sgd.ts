import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mnist, oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const COUNT = 600;
const { x: raw, y } = mnist(COUNT);

function training(seed: number, x: Values): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 100, activation: 'relu', inputShape: [784] }),
      tfl.layers.dense({ units: 10, activation: 'softmax' }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 100,
    steps: 600,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-raw-pixels-relu-sgd',
  changes: '600 digits, 600 batches.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, raw),
  repaired: (seed) => training(seed, pixelRows(COUNT).x),
};
