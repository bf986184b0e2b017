import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(320);
const conv = {
  kernelSize: 3,
  padding: 'same',
  activation: 'relu',
  useBias: false,
  kernelInitializer: 'heNormal',
} as const;
const norm = () => tfl.layers.batchNormalization({ momentum: 0.9 });

export const network: FieldNetwork = {
  id: 'deepchecker-clean-deep',
  changes:
    'Digits of 14 × 14, two blocks with 8 and 16 filters, a layer of 32; a rate of 0.01, 300 batches of 32, and moving averages that follow ten times as fast.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ ...conv, filters: 8, inputShape: [14, 14, 1] }),
      norm(),
      tfl.layers.conv2d({ ...conv, filters: 8 }),
      norm(),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate: 0.2, seed }),
      tfl.layers.conv2d({ ...conv, filters: 16 }),
      norm(),
      tfl.layers.conv2d({ ...conv, filters: 16 }),
      norm(),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate: 0.3, seed: seed + 1 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu', kernelInitializer: 'heNormal' }),
      norm(),
      tfl.layers.dropout({ rate: 0.5, seed: seed + 2 }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 32,
    steps: 300,
    skill: accuracy(y.data),
  }),
};
