import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, COLUMNS] = [500, 30];
const x = normalRows(random(284), ROWS, COLUMNS);
const y = column(Array.from({ length: ROWS }, (_, row) => (row % 10 === 0 ? 1 : 0)));
/** Frauds differ in the first ten columns. */
const shifted = x.data.map((value, i) =>
  y.data[Math.floor(i / COLUMNS)] === 1 && i % COLUMNS < 10 ? value + 1.5 : value,
);

export const network: FieldNetwork = {
  id: 'keras-io-fraud',
  changes: '500 made rows with a tenth of frauds and no class weights, layers of 64 units, 120 batches of 100.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [COLUMNS] }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.3 }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.3 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x: { shape: x.shape, data: shifted },
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 100,
    steps: 120,
    skill: accuracy(y.data),
  }),
};
