import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, BITS, UNITS] = [400, 20, 64];
const bits = random(16)
  .split(0)
  .uniform(new Float32Array(ROWS * BITS))
  .map(Math.round);
const weights = random(16).split(1).normal(new Float32Array(BITS));
const sums = Array.from({ length: ROWS }, (_, row) =>
  weights.reduce((sum, weight, i) => sum + weight * bits[row * BITS + i], bits[row * BITS] * bits[row * BITS + 1]),
);
const y = standardized(column(sums));

function training(seed: number, activation: 'sigmoid' | 'relu'): Training {
  const hidden = [0, 1, 2, 3].map((i) =>
    tfl.layers.dense({ units: UNITS, activation, ...(i === 0 && { inputShape: [BITS] }) }),
  );
  return {
    model: chain(seed, ...hidden, tfl.layers.dense({ units: 1 })),
    x: { shape: [ROWS, BITS], data: bits },
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 32,
    steps: 500,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'four-sigmoid-layers-of-500',
  changes:
    'Layers of 64 units, a made table of 20 bits with targets of deviation 1; gradient descent with 0.01 is ours.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'sigmoid'),
  repaired: (seed) => training(seed, 'relu'),
};
