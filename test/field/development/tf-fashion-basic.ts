import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(640);

export const network: FieldNetwork = {
  id: 'tf-fashion-basic',
  changes: 'Digits of 14 × 14 instead of clothes, 640 of them; 64 units instead of 128; 250 steps.',
  learnsFrom: 0.75,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [14, 14, 1] }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y: y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 250,
    skill: accuracy(y.data),
  }),
};
