import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, uniformInit } from '../build.js';
import { column, matrix, standardized, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const ROWS = 300;

/** A small, a middle and a large column; the small one decides most. */
function table(seed: number) {
  const stream = random(seed);
  const small = uniform(stream.split(0), ROWS, 0, 1);
  const middle = uniform(stream.split(1), ROWS, 20, 80);
  const large = uniform(stream.split(2), ROWS, 1000, 60_000);
  const x = matrix(Array.from(small, (value, row) => [value, middle[row], large[row]]));
  const y = Array.from(small, (value, row) => (value + middle[row] / 120 + large[row] / 240_000 > 1.05 ? 1 : 0));
  return { x, y };
}

function training(seed: number, isScaled: boolean): Training {
  const { x, y } = table(100 + seed);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 12, activation: 'relu', inputShape: [3], ...uniformInit() }),
      tfl.layers.dense({ units: 3, activation: 'relu', ...uniformInit() }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...uniformInit() }),
    ),
    x: isScaled ? standardized(x) : x,
    y: column(y),
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 8,
    steps: 600,
    skill: accuracy(y),
  };
}

export const network: FieldNetwork = {
  id: 'three-raw-columns',
  changes:
    'Made columns with ranges of 1, 60 and 59,000; batches of 8 and 600 steps at 0.003 instead of batches of 1, 150 epochs and 0.001.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
