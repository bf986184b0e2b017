import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { weather } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(400, 24, 6, 12);

export const network: FieldNetwork = {
  id: 'tfjs-jena-mlp-dropout',
  changes: 'Made weather: 400 windows of 24 steps and 6 features; 300 steps at 0.001.',
  learnsFrom: 0.4,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [24, 6] }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.25 }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y,
    loss: 'meanAbsoluteError',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 64,
    steps: 300,
    skill: explained(y.data),
  }),
};
