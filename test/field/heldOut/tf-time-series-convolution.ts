import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { weather } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(300, 3, 4, 1);

export const network: FieldNetwork = {
  id: 'tf-time-series-convolution',
  changes: '300 made windows of four columns; 300 batches of 32.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv1d({ filters: 32, kernelSize: 3, activation: 'relu', inputShape: [3, 4] }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 300,
    skill: explained(y.data),
  }),
};
