import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { houses } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = houses(320, 9);

export const network: FieldNetwork = {
  id: 'tf-auto-mpg',
  changes: 'Made targets of about the mean and the deviation of the data; 700 steps.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [9] }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y: y,
    loss: 'meanAbsoluteError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 700,
    skill: explained(y.data),
  }),
};
