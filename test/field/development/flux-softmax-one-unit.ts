import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, hasSoftmax: boolean): Training {
  const x = normalRows(random(100 + seed), 500, 2);
  const y = column(Array.from({ length: 500 }, (_, row) => x.data[2 * row] - 0.5 * x.data[2 * row + 1]));
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 2, activation: 'sigmoid', inputShape: [2] }),
      tfl.layers.dense({ units: 1, ...(hasSoftmax && { activation: 'softmax' as const }) }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 32,
    steps: 500,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'flux-softmax-one-unit',
  changes: '500 rows of a made linear target; Adam at 0.01 and batches of 32.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, true),
  repaired: (seed) => training(seed, false),
};
