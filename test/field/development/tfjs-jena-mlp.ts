import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { weather } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(400, 10);

export const network: FieldNetwork = {
  id: 'tfjs-jena-mlp',
  changes: 'Made weather of 4 standardized columns in windows of 10 steps; 300 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [10, 4] }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y: column(y),
    loss: 'meanAbsoluteError',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 32,
    steps: 300,
    skill: explained(y),
  }),
};
