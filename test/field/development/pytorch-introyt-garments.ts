import * as tfl from '@tensorflow/tfjs-layers';
import { asInPyTorch, chain } from '../build.js';
import { mapped } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);

export const network: FieldNetwork = {
  id: 'pytorch-introyt-garments',
  changes: 'Digits of 14 × 14 and kernels of 3; 500 batches of 8 at 0.01 instead of 75,000 of 4 at 0.001.',
  learnsFrom: 0.5,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 6, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1], ...asInPyTorch(9) }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', ...asInPyTorch(54) }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 120, activation: 'relu', ...asInPyTorch(64) }),
      tfl.layers.dense({ units: 84, activation: 'relu', ...asInPyTorch(120) }),
      tfl.layers.dense({ units: 10, ...asInPyTorch(84) }),
    ),
    x: mapped(x, (pixel) => 2 * pixel - 1),
    y,
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 8,
    steps: 500,
    skill: accuracy(y.data),
  }),
};
