import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { weather } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(300, 10);

export const network: FieldNetwork = {
  id: 'tf-time-series-lstm',
  changes: 'Made weather, windows of 10 steps and only the value after them; 16 units, 200 batches at 0.005.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(seed, tfl.layers.lstm({ units: 16, inputShape: [10, 4] }), tfl.layers.dense({ units: 1 })),
    x,
    y: column(y),
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 32,
    steps: 200,
    skill: explained(y),
  }),
};
