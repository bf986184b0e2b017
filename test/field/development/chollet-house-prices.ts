import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { houses } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = houses(400, 13);

export const network: FieldNetwork = {
  id: 'chollet-house-prices',
  changes: 'Made prices with the mean, the deviation and the number of features of the data; 800 steps at 0.001.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [13] }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y: y,
    loss: 'meanSquaredError',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 16,
    steps: 800,
    skill: explained(y.data),
  }),
};
