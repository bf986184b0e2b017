import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 200;
const stream = random(4287);
const x = normalRows(stream.split(0), ROWS, 3);
const noise = stream.split(1).normal(new Float32Array(ROWS));
const targets = noise.map((error, row) => {
  const [a, b, c] = x.data.subarray(3 * row);
  return 0.4 * a - 0.3 * b + 0.2 * c + 0.1 * error;
});

function training(seed: number, optimizer: 'sgd' | 'adam', learningRate: number): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [3] })),
    x,
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer,
    learningRate,
    batchSize: 20,
    steps: 2500,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'mxnet-linear-output-fixed-rate',
  changes:
    '200 made rows of three normal columns, 2,500 batches; a fixed rate of 0.00001, since that of the source is not known.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 'sgd', 0.00001),
  repaired: (seed) => training(seed, 'adam', 0.001),
};
