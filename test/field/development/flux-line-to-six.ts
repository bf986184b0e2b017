import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const points = [0, 1, 2, 3, 4, 5, 6];
const y = column(points.map((point) => 4 * point + 2));

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1] })),
    x: column(points),
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate,
    batchSize: 7,
    steps: 400,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'flux-line-to-six',
  changes: '400 steps instead of 1,000.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 0.1),
  repaired: (seed) => training(seed, 0.01),
};
