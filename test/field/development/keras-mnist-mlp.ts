import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(640);

export const network: FieldNetwork = {
  id: 'keras-mnist-mlp',
  changes: 'Layers of 64 units instead of 512, 640 digits, 200 steps with batches of 64.',
  learnsFrom: 0.75,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [784] }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.dense({ units: 10, activation: 'softmax' }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 64,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
