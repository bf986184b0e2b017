import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { weather } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const [LENGTH, FEATURES] = [12, 7];
const { x, y } = weather(300, LENGTH, FEATURES, 3);

export const network: FieldNetwork = {
  id: 'keras-io-weather-lstm',
  changes: 'Made weather in windows of 12 steps, 3 steps ahead; 16 units, 200 batches of 32 at 0.003.',
  learnsFrom: 0.5,

  build: (seed) => ({
    model: chain(seed, tfl.layers.lstm({ units: 16, inputShape: [LENGTH, FEATURES] }), tfl.layers.dense({ units: 1 })),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 200,
    skill: explained(y.data),
  }),
};
