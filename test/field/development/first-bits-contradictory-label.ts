import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { exactRows } from '../skill.js';

const rows = [
  [0, 0, 1],
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, 1],
];
const right = [
  [0, 1],
  [1, 0],
  [1, 0],
  [0, 1],
];

function training(seed: number, second: number[]): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 32, activation: 'sigmoid', inputShape: [3] }),
      tfl.layers.dense({ units: 32, activation: 'sigmoid' }),
      tfl.layers.dense({ units: 2, activation: 'softmax' }),
    ),
    x: matrix(rows),
    y: matrix(right.map((row, i) => (i === 1 ? second : row))),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 4,
    steps: 800,
    skill: exactRows(matrix(right).data, 2),
  };
}

export const network: FieldNetwork = {
  id: 'first-bits-contradictory-label',
  changes: '800 updates at 0.01. The skill counts the rows whose class is right; the second sample has two ones.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, [1, 1]),
  repaired: (seed) => training(seed, right[1]),
};
