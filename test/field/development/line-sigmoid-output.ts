import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const inputs = uniform(random(3).split(0), 60, 0, 10);
const noise = random(3).split(1).normal(new Float32Array(60));
const targets = inputs.map((input, row) => 10 + 7 * input + 5 * noise[row]);

function training(seed: number, activation: 'sigmoid' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 5, activation: 'sigmoid', inputShape: [1] }),
      tfl.layers.dense({ units: 1, activation }),
    ),
    x: column(inputs),
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 60,
    steps: 1000,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'line-sigmoid-output',
  changes:
    'A made line with inputs from 0 to 10 and targets from 10 to 80, whose mean square fits the loss of the source.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 'sigmoid'),
  repaired: (seed) => training(seed, 'linear'),
};
