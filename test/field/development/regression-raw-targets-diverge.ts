import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, COLUMNS] = [400, 20];
const stream = random(2019);
const x = normalRows(stream.split(0), ROWS, COLUMNS);
const weights = stream.split(1).uniform(new Float32Array(COLUMNS));
const raw = column(
  Array.from({ length: ROWS }, (_, row) =>
    weights.reduce((sum, weight, i) => sum + 100 * weight * x.data[row * COLUMNS + i], 0),
  ),
);

function training(seed: number, y = raw): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 25, activation: 'relu', kernelInitializer: 'heUniform', inputShape: [COLUMNS] }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 32,
    steps: 300,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'regression-raw-targets-diverge',
  changes: '400 samples, all 20 columns count, 300 steps.',
  learnsFrom: 0.8,
  build: (seed) => training(seed),
  repaired: (seed) => training(seed, standardized(raw)),
};
