import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const numbers = [-1, 0, 1, 2, 3, 4, 27];
const y = column(numbers.map((value) => 2 * value - 1));

function training(seed: number, isScaled: boolean): Training {
  const x = column(numbers);
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1] })),
    x: isScaled ? standardized(x) : x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 7,
    steps: 250,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'tfjs-line-beyond-25',
  changes: 'None; the added point lies at 27.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
