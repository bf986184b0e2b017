import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { houses } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = houses(400, 12);

export const network: FieldNetwork = {
  id: 'tfjs-boston-two-hidden',
  changes: 'Made prices with the mean, the deviation and the number of features of the data; 400 rows.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 50, activation: 'sigmoid', kernelInitializer: 'leCunNormal', inputShape: [12] }),
      tfl.layers.dense({ units: 50, activation: 'sigmoid', kernelInitializer: 'leCunNormal' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 40,
    steps: 1500,
    skill: explained(y.data),
  }),
};
