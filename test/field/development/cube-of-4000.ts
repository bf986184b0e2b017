import * as tfl from '@tensorflow/tfjs-layers';
import { asInPyTorch, chain } from '../build.js';
import { column, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const numbers = Array.from({ length: 400 }, (_, i) => 1 + 10 * i);
const x = column(numbers);
const y = column(numbers.map((value) => value ** 3));

function training(seed: number, isScaled: boolean): Training {
  const targets = isScaled ? standardized(y) : y;
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 50, activation: 'relu', inputShape: [1], ...asInPyTorch(1) }),
      tfl.layers.dense({ units: 1, ...asInPyTorch(50) }),
    ),
    x: isScaled ? standardized(x) : x,
    y: targets,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 400,
    steps: 1000,
    skill: explained(targets.data),
  };
}

export const network: FieldNetwork = {
  id: 'cube-of-4000',
  changes: 'Every tenth number.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
