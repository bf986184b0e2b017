import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const numbers = Array.from({ length: 400 }, (_, i) => (i - 199.5) / 2);
const x = column(numbers);
const y = column(numbers.map((value) => value ** 4));

function training(seed: number, isScaled: boolean): Training {
  const targets = isScaled ? standardized(y) : y;
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 50, activation: 'sigmoid', inputShape: [1] }),
      tfl.layers.dense({ units: 50, activation: 'elu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x: isScaled ? standardized(x) : x,
    y: targets,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: isScaled ? 0.003 : 0.001,
    batchSize: 400,
    steps: 800,
    skill: explained(targets.data),
  };
}

export const network: FieldNetwork = {
  id: 'fourth-power-unscaled',
  changes: '800 steps; the repair takes a rate of 0.003, because the steps are fewer.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
