import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, activation: 'relu' | 'tanh'): Training {
  const x = normalRows(random(100 + seed), 300, 3);
  const y = column(
    Array.from({ length: 300 }, (_, row) => 5 * x.data[3 * row] - 4 * x.data[3 * row + 1] + 3 * x.data[3 * row + 2]),
  );
  return {
    model: chain(seed, tfl.layers.dense({ units: 3, activation, inputShape: [3] }), tfl.layers.dense({ units: 1 })),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 30,
    steps: 600,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-narrow-relu-regression',
  changes: 'A made linear target of 3 columns; 3 hidden units; SGD at 0.1. One start in five fails.',
  learnsFrom: 0.6,
  seeds: [3, 6, 11, 14],
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'tanh'),
};
