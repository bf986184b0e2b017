import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const numbers = [-1, 0, 1, 2, 3, 4];
const targets = numbers.map((number) => 2 * number - 1);

export const network: FieldNetwork = {
  id: 'tfjs-getting-started-line',
  changes: 'None.',
  learnsFrom: 0.95,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1] })),
    x: column(numbers),
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 6,
    steps: 250,
    skill: explained(targets),
  }),
};
