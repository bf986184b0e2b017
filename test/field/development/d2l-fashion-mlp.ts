import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(800);

export const network: FieldNetwork = {
  id: 'd2l-fashion-mlp',
  changes: '800 handwritten digits, 300 batches of 100.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 256, activation: 'relu', inputShape: [784], ...normalInit(0.01) }),
      tfl.layers.dense({ units: 10, ...normalInit(0.01) }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 100,
    steps: 300,
    skill: accuracy(y.data),
  }),
};
