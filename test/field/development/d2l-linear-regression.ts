import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, normalInit } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 1000;
const x = normalRows(random(3), ROWS, 2);
const noise = random(4).normal(new Float32Array(ROWS));
const y = column(noise.map((error, row) => 2 * x.data[2 * row] - 3.4 * x.data[2 * row + 1] + 4.2 + 0.01 * error));

export const network: FieldNetwork = {
  id: 'd2l-linear-regression',
  changes: 'None.',
  learnsFrom: 0.95,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [2], ...normalInit(0.01) })),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.03,
    batchSize: 10,
    steps: 300,
    skill: explained(y.data),
  }),
};
