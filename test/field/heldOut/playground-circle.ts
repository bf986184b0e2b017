import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, mapped } from '../data.js';
import { circles } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = circles(5, 200, 0.08, 0.4);
const sides = Float32Array.from(y.data, (kind) => 2 * kind - 1);

export const network: FieldNetwork = {
  id: 'playground-circle',
  changes: 'Two noisy circles of radius 5 and 2; 3,000 updates.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 4, activation: 'tanh', inputShape: [2] }),
      tfl.layers.dense({ units: 2, activation: 'tanh' }),
      tfl.layers.dense({ units: 1, activation: 'tanh' }),
    ),
    x: mapped(x, (place) => 5 * place),
    y: column(sides),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.03,
    batchSize: 10,
    steps: 3000,
    skill: accuracy(sides, 0),
  }),
};
