import * as tfl from '@tensorflow/tfjs-layers';
import { asInPyTorch, chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
const conv = { kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;

export const network: FieldNetwork = {
  id: 'pytorch-nn-tutorial-cnn',
  changes: 'Digits of 14 × 14; 300 batches of 40.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ ...conv, ...asInPyTorch(9), filters: 16, inputShape: [14, 14, 1] }),
      tfl.layers.conv2d({ ...conv, ...asInPyTorch(144), filters: 16 }),
      tfl.layers.conv2d({ ...conv, ...asInPyTorch(144), filters: 10 }),
      tfl.layers.globalAveragePooling2d({}),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.1,
    batchSize: 40,
    steps: 300,
    skill: accuracy(y.data),
  }),
};
