import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const points = [5, 10, 15, 20, 25, 30, 35, 40];
const y = column(points.map((point) => 0.4 * point));
const initializer = tfl.initializers.randomNormal({ mean: 0, stddev: 1 });

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 1, kernelInitializer: initializer, biasInitializer: initializer, inputShape: [1] }),
    ),
    x: column(points),
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate,
    batchSize: 8,
    steps: 300,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'line-to-40-rate-0.01',
  changes: '300 steps instead of 3,000.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 0.01),
  repaired: (seed) => training(seed, 0.001),
};
