import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import type { FieldNetwork, Training } from '../network.js';

const SIDE = 50;
const stream = random(798);
const picture = stream.split(0).uniform(new Float32Array(SIDE * SIDE));
const targets = stream.split(1).uniform(new Float32Array(4));

function training(seed: number, activation: 'relu' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 1, kernelSize: 32, strides: 15, activation, inputShape: [SIDE, SIDE, 1] }),
    ),
    x: { shape: [1, SIDE, SIDE, 1], data: picture },
    y: { shape: [1, 2, 2, 1], data: targets },
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 1,
    steps: 300,
    skill: (outputs) => {
      const mean = targets.reduce((sum, target) => sum + target, 0) / 4;
      const sumOf = (guess: (i: number) => number): number =>
        targets.reduce((sum, target, i) => sum + (target - guess(i)) ** 2, 0);
      return 1 - sumOf((i) => outputs[i]) / sumOf(() => mean);
    },
  };
}

export const network: FieldNetwork = {
  id: 'flux-convolution-relu-output',
  changes: 'A picture of 50 × 50, a filter of 32 × 32 with stride 15, 300 steps instead of 10.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'linear'),
};
