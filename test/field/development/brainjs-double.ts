import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const numbers = [1, 2, 3, 4, 5];

function training(seed: number, isScaled: boolean): Training {
  const y = column(numbers.map((value) => (isScaled ? value / 5 : 2 * value)));
  const kernelInitializer = tfl.initializers.randomUniform({ minval: -0.2, maxval: 0.2 });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'sigmoid', kernelInitializer, inputShape: [1] }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer }),
    ),
    x: column(numbers.map((value) => (isScaled ? value / 5 : value))),
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.3,
    batchSize: 1,
    steps: 3000,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-double',
  changes: '3,000 updates instead of 100,000 rounds.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
