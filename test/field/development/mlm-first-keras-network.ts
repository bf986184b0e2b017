import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Values } from '../network.js';
import { accuracy } from '../skill.js';

/** Means of pregnancies, glucose, pressure, skin, insulin, mass, pedigree and age. */
const MEANS = [3.8, 121, 69, 21, 80, 32, 0.47, 33];
const DEVIATIONS = [3.4, 32, 19, 16, 115, 7.9, 0.33, 11.8];
const ROWS = 400;
const noise = normalRows(random(768), ROWS, 9).data;
const x: Values = {
  shape: [ROWS, 8],
  data: Float32Array.from({ length: ROWS * 8 }, (_, i) => {
    const value = MEANS[i % 8] + DEVIATIONS[i % 8] * noise[9 * Math.floor(i / 8) + (i % 8)];
    return Math.max(0, value);
  }),
};
const y = column(
  Array.from({ length: ROWS }, (_, row) => {
    const own = noise.subarray(9 * row, 9 * row + 9);
    return 1.5 * own[1] + 0.8 * own[5] + 0.6 * own[7] + 0.5 * own[8] > 0.6 ? 1 : 0;
  }),
);

export const network: FieldNetwork = {
  id: 'mlm-first-keras-network',
  changes: '400 made rows with means and deviations like those of the data, 2,500 batches of 10.',
  learnsFrom: 0.3,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 12, activation: 'relu', inputShape: [8] }),
      tfl.layers.dense({ units: 8, activation: 'relu' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 10,
    steps: 2500,
    skill: accuracy(y.data),
  }),
};
