import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);

export const network: FieldNetwork = {
  id: 'tf-quickstart-advanced',
  changes: 'Digits of 14 × 14, 8 filters and 32 units; 150 batches of 32 at 0.003.',
  learnsFrom: 0.7,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  }),
};
