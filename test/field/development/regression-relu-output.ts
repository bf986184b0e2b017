import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

/** Two standardized columns, and a target within ±1 that is negative for half of the rows. */
function table(seed: number) {
  const x = normalRows(random(seed), 60, 2);
  const targets = Array.from({ length: 60 }, (_, row) => Math.tanh(0.8 * x.data[2 * row] - 0.6 * x.data[2 * row + 1]));
  return { x, y: column(targets) };
}

function training(seed: number, activation: 'relu' | 'tanh'): Training {
  const { x, y } = table(100 + seed);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 4, activation: 'relu', inputShape: [2] }),
      tfl.layers.dense({ units: 1, activation }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 10,
    steps: 1000,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'regression-relu-output',
  changes: 'A made table of 60 rows, whose targets are centred, as the repair with tanh implies; 1,000 steps.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'tanh'),
};
