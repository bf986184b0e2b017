import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { houses } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = houses(400, 12);

export const network: FieldNetwork = {
  id: 'tfjs-boston-linear',
  changes: 'Made prices with the mean, the deviation and the number of features of the data; 400 rows.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [12] })),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 40,
    steps: 1000,
    skill: explained(y.data),
  }),
};
