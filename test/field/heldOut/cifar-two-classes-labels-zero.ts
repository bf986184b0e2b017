import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const SIDE = 12;
const { x, y } = pictures(23, 160, SIDE, 2);

function training(seed: number, labels: ArrayLike<number>): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3 }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate: 0.1 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y: column(labels),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 20,
    steps: 120,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'cifar-two-classes-labels-zero',
  changes: '160 made grey pictures of 12 × 12, filters 8 and 16, 16 units; Adam at 0.005.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, new Float32Array(y.data.length)),
  repaired: (seed) => training(seed, y.data),
};
