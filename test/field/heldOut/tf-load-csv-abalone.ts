import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, COLUMNS] = [400, 7];
const stream = random(7);
const x = normalRows(stream.split(0), ROWS, COLUMNS);
const noise = stream.split(1).normal(new Float32Array(ROWS));
const ages = noise.map((error, row) => {
  const [length, width, , weight] = x.data.subarray(row * COLUMNS);
  return 10 + 1.5 * length + 1.5 * width + 1.2 * weight + 1.5 * error;
});

export const network: FieldNetwork = {
  id: 'tf-load-csv-abalone',
  changes: '400 made abalones with normalized columns that are independent; 600 batches at 0.003.',
  learnsFrom: 0.4,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 64, inputShape: [COLUMNS] }), tfl.layers.dense({ units: 1 })),
    x,
    y: column(ages),
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 600,
    skill: explained(ages),
  }),
};
