import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, mapped, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** Means and deviations of the eight columns: pregnancies, glucose, and so on to the age. */
const COLUMNS = [
  [3.8, 3.4],
  [121, 32],
  [69, 19],
  [20.5, 16],
  [80, 115],
  [32, 7.9],
  [0.47, 0.33],
  [33, 11.8],
];

const ROWS = 200;
const made = normalRows(random(8), ROWS, COLUMNS.length);
const x = mapped(made, (value, i) => Math.max(0, COLUMNS[i % 8][0] + COLUMNS[i % 8][1] * value));

/** The disease comes with glucose, weight and age, and where two of them are high together. */
const ill = Array.from({ length: ROWS }, (_, row) => {
  const [, glucose, , , , weight, , age] = made.data.subarray(8 * row, 8 * row + 8);
  return glucose + 0.5 * weight + glucose * weight - weight * age > 0.3 ? 1 : 0;
});

function training(seed: number, hidden: readonly number[]): Training {
  const layers = hidden.map((units, i) =>
    tfl.layers.dense({ units, activation: 'relu', ...(i === 0 && { inputShape: [8] }) }),
  );
  return {
    model: chain(seed, ...layers, tfl.layers.dense({ units: 1, activation: 'sigmoid' })),
    x,
    y: column(ill),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 10,
    steps: 3000,
    skill: accuracy(ill),
  };
}

export const network: FieldNetwork = {
  id: 'pima-too-few-layers',
  changes:
    'A made table with the means and deviations of the Pima data, whose classes depend on products of columns; 200 rows.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, [12, 8]),
  repaired: (seed) => training(seed, [12, 24, 120, 36, 12]),
};
