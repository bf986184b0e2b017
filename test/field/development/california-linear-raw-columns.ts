import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows, standardized } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

/** Typical values of the columns: income, age, rooms, bedrooms, people, household size, place. */
const MEANS = [3.9, 28.6, 5.4, 1.1, 1425, 3.1, 35.6, -119.6];
const DEVIATIONS = [1.9, 12.6, 2.5, 0.5, 1132, 2, 2.1, 2];
const ROWS = 300;
const noise = normalRows(random(8), ROWS, 9).data;
const x: Values = {
  shape: [ROWS, 8],
  data: Float32Array.from({ length: ROWS * 8 }, (_, i) => {
    const column = i % 8;
    return MEANS[column] + DEVIATIONS[column] * noise[9 * Math.floor(i / 8) + column];
  }),
};
const y = column(
  Array.from({ length: ROWS }, (_, row) => {
    const own = noise.subarray(9 * row, 9 * row + 9);
    return 2 + 0.8 * own[0] + 0.15 * own[1] - 0.7 * own[6] - 0.6 * own[7] + 0.5 * own[8];
  }),
);

function training(seed: number, inputs: Values): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [8] })),
    x: inputs,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: ROWS,
    steps: 400,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'california-linear-raw-columns',
  changes: '300 made rows with means and deviations like those of the data, 400 steps.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, x),
  repaired: (seed) => training(seed, standardized(x)),
};
