import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [ROWS, INPUTS] = [120, 4];
const stream = random(486);
const x = normalRows(stream.split(0), ROWS, INPUTS);
const noise = stream.split(1).normal(new Float32Array(ROWS));
const targets = noise.map((error, row) => 0.7 * x.data[INPUTS * row] - 0.5 * x.data[INPUTS * row + 1] + 0.2 * error);

function training(seed: number, output: 'relu' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 8, activation: 'relu', inputShape: [INPUTS] }),
      tfl.layers.dense({ units: 1, activation: output }),
    ),
    x,
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.02,
    batchSize: 1,
    steps: 1200,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'dfdx-relu-on-output',
  changes: '120 made rows whose target is a sum of two columns with a little noise; 8 hidden units.',
  learnsFrom: 0.75,
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'linear'),
};
