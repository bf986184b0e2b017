import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(800);

export const network: FieldNetwork = {
  id: 'pytorch-nn-tutorial-logistic',
  changes: '800 digits, 100 batches.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 10, inputShape: [784], ...normalInit(1 / 28) })),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 64,
    steps: 100,
    skill: accuracy(y.data),
  }),
};
