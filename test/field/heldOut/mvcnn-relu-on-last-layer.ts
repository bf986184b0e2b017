import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);

function training(seed: number, output: 'relu' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: output, ...normalInit(0.01) }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.02,
    batchSize: 16,
    steps: 250,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mvcnn-relu-on-last-layer',
  changes:
    'Digits of 14 × 14 in place of views, a small network with two convolutions; SGD at 0.02 with momentum, 250 batches of 16.',
  learnsFrom: 0.8,

  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'linear'),
};
