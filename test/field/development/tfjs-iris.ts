import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { iris } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = iris();

export const network: FieldNetwork = {
  id: 'tfjs-iris',
  changes: 'Made flowers; 40 epochs with batches of 30.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, activation: 'sigmoid', inputShape: [4] }),
      tfl.layers.dense({ units: 3, activation: 'softmax' }),
    ),
    x,
    y: oneHot(y.data, 3),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 30,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
