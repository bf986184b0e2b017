import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, FEATURES] = [300, 28];
const x = normalRows(random(2012), ROWS, FEATURES);
const y = column(
  Array.from({ length: ROWS }, (_, row) => {
    const [a, b, c] = x.data.subarray(FEATURES * row, FEATURES * (row + 1));
    return a + b * c > 0 ? 1 : 0;
  }),
);

export const network: FieldNetwork = {
  id: 'tf-overfit-tiny',
  changes: '300 made rows; the sigmoid is in the network; 400 batches of 50 at 0.003.',
  learnsFrom: 0.5,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'elu', inputShape: [FEATURES] }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 50,
    steps: 400,
    skill: accuracy(y.data),
  }),
};
