import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(640);

export const network: FieldNetwork = {
  id: 'tf-quickstart-beginner',
  changes: '640 digits of 14 × 14, 250 batches.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [14, 14, 1] }),
      tfl.layers.dense({ units: 128, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 250,
    skill: accuracy(y.data),
  }),
};
