import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
const conv = { filters: 16, kernelSize: 3, strides: 2, padding: 'same', activation: 'relu' } as const;

function training(seed: number, divisor: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ ...conv, inputShape: [14, 14, 1] }),
      tfl.layers.conv2d(conv),
      tfl.layers.conv2d(conv),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 10 }),
    ),
    x: mapped(x, (pixel) => pixel / divisor),
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 20,
    steps: 120,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'a3c-frames-divided-twice',
  changes:
    'Digits of 14 × 14 in place of frames and their class in place of an action; 16 filters, 64 units, 120 batches.',
  learnsFrom: 0.6,

  build: (seed) => training(seed, 255),
  repaired: (seed) => training(seed, 1),
};
