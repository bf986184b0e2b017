import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, standardized } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const numbers = Array.from({ length: 100 }, (_, i) => i);
const squares = column(numbers.map((number) => number ** 2 + 3));

function training(seed: number, y: Values): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1] }), tfl.layers.dense({ units: 1 })),
    x: standardized(column(numbers)),
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 32,
    steps: 1200,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'two-linear-layers-raw-squares',
  changes: 'None.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, squares),
  repaired: (seed) => training(seed, standardized(squares)),
};
