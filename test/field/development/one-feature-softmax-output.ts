import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, normalInit } from '../build.js';
import { column, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const ROWS = 1000;
const draws = random(26).normal(new Float32Array(2 * ROWS));
const classes = Array.from({ length: ROWS }, (_, row) => (draws[row] + 0.4 * draws[ROWS + row] > 0 ? 1 : 0));
const feature = column(draws.subarray(0, ROWS).map((draw) => 10 + 4 * draw));

function training(seed: number, isRepaired: boolean): Training {
  const init = normalInit(0.05);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 1, activation: 'sigmoid', inputShape: [1], ...init }),
      tfl.layers.dense({ units: 1, activation: isRepaired ? 'sigmoid' : 'softmax', ...init }),
    ),
    x: isRepaired ? standardized(feature) : feature,
    y: column(classes),
    loss: isRepaired ? 'binaryCrossentropy' : 'meanAbsoluteError',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 200,
    steps: 1000,
    skill: accuracy(classes),
  };
}

export const network: FieldNetwork = {
  id: 'one-feature-softmax-output',
  changes: 'A made column around 10 that decides the class up to noise; 1,000 rows, 1,000 steps.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
