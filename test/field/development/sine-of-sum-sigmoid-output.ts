import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const rows = Array.from({ length: 81 }, (_, row) => [1, 3, 9, 27].map((place) => (Math.floor(row / place) % 3) - 1));
const y = column(rows.map((row) => Math.sin(row.reduce((sum, value) => sum + value, 1))));

function training(seed: number, activation: 'sigmoid' | 'tanh'): Training {
  const kernelInitializer = tfl.initializers.randomUniform({ minval: -0.5, maxval: 0.5 });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 6, activation: 'sigmoid', kernelInitializer, inputShape: [4] }),
      tfl.layers.dense({ units: 1, activation, kernelInitializer }),
    ),
    x: matrix(rows),
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 3,
    steps: 1500,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'sine-of-sum-sigmoid-output',
  changes:
    'All 81 inputs, the bias of each layer instead of an input of 1, 1,500 batches of 3 at 0.5 instead of single samples at 0.1.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'sigmoid'),
  repaired: (seed) => training(seed, 'tanh'),
};
