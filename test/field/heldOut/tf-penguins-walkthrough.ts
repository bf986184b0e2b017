import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = clusters(4, 240, 4, 3, 0.5);

export const network: FieldNetwork = {
  id: 'tf-penguins-walkthrough',
  changes: 'Made clusters for the standardized measures; 600 batches.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, activation: 'relu', inputShape: [4] }),
      tfl.layers.dense({ units: 10, activation: 'relu' }),
      tfl.layers.dense({ units: 3 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 32,
    steps: 600,
    skill: accuracy(y.data),
  }),
};
