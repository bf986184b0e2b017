import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const numbers = [-8, -6, -3, -1, 2, 4, 6, 8];
const noise = [0.3, -0.5, 0.1, 0.4, -0.2, -0.4, 0.5, -0.1];
const y = column(numbers.map((value, i) => 1.5 * value + 2 + noise[i]));

function training(seed: number, optimizer: 'sgd' | 'adam'): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, kernelInitializer: 'zeros', inputShape: [1] })),
    x: column(numbers),
    y,
    loss: 'meanSquaredError',
    optimizer,
    learningRate: 0.1,
    batchSize: 8,
    steps: 100,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'line-diverges-rate-0.1',
  changes: 'The points of the line are made.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 'sgd'),
  repaired: (seed) => training(seed, 'adam'),
};
