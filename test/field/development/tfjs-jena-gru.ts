import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { weather } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(300, 8);

export const network: FieldNetwork = {
  id: 'tfjs-jena-gru',
  changes: 'Made weather of 4 standardized columns in windows of 8 steps; no dropout, which is optional; 200 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(seed, tfl.layers.gru({ units: 32, inputShape: [8, 4] }), tfl.layers.dense({ units: 1 })),
    x,
    y: column(y),
    loss: 'meanAbsoluteError',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 32,
    steps: 200,
    skill: explained(y),
  }),
};
