import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { houses, mapped } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y: prices } = houses(400, 8);

/** Ages with the mean and the deviation of the abalone data. */
const y = mapped(prices, (price) => 10 + (3.2 * (price - 22.5)) / 9);

export const network: FieldNetwork = {
  id: 'tfjs-abalone',
  changes: 'A made table of 8 standardized columns, with ages of the mean and the deviation of the data; 500 steps.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 50, activation: 'sigmoid', inputShape: [8] }),
      tfl.layers.dense({ units: 50, activation: 'sigmoid' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y: y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 32,
    steps: 500,
    skill: explained(y.data),
  }),
};
