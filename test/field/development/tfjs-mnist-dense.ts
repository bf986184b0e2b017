import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(960);

export const network: FieldNetwork = {
  id: 'tfjs-mnist-dense',
  changes: 'Images of 14 × 14, 960 digits, 250 steps with batches of 64 instead of 320.',
  learnsFrom: 0.75,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [14, 14, 1] }),
      tfl.layers.dense({ units: 42, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: 'softmax' }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 64,
    steps: 250,
    skill: accuracy(y.data),
  }),
};
