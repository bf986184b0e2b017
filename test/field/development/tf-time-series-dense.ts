import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { weather } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(400, 1);
const step = { shape: [400, 4], data: x.data };

export const network: FieldNetwork = {
  id: 'tf-time-series-dense',
  changes: 'Made weather of 4 standardized columns, of which the network sees one step; 300 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [4] }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x: step,
    y: column(y),
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 300,
    skill: explained(y),
  }),
};
