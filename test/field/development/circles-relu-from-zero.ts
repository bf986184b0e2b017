import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { circles } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = circles(5, 300, 0.05, 0.8);

function training(seed: number, kernelInitializer: 'zeros' | 'heNormal'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, activation: 'relu', kernelInitializer, inputShape: [2] }),
      tfl.layers.dense({ units: 5, activation: 'relu', kernelInitializer }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer }),
    ),
    x,
    y: { shape: [y.data.length, 1], data: Float32Array.from(y.data) },
    loss: 'binaryCrossentropy',
    optimizer: 'sgd',
    learningRate: 0.3,
    batchSize: 300,
    steps: 1200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'circles-relu-from-zero',
  changes: 'A rate of 0.3 for 1,200 steps instead of 0.01 for 15,000.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'zeros'),
  repaired: (seed) => training(seed, 'heNormal'),
};
