import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters, column, standardized } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = clusters(208, 208, 60, 2, 3);

export const network: FieldNetwork = {
  id: 'mlm-sonar',
  changes: 'Two made clusters of 60 columns that overlap; 600 batches of 5.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 60, activation: 'relu', inputShape: [60] }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x: standardized(x),
    y: column(y.data),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 5,
    steps: 600,
    skill: accuracy(y.data),
  }),
};
