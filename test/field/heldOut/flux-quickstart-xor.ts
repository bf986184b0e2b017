import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { labels, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const COUNT = 400;
const x = normalRows(random(1000), COUNT, 2);
const y = labels(Array.from({ length: COUNT }, (_, row) => (x.data[2 * row] > 0 !== x.data[2 * row + 1] > 0 ? 1 : 0)));

export const network: FieldNetwork = {
  id: 'flux-quickstart-xor',
  changes: '400 points; 800 batches.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'tanh', inputShape: [2] }),
      tfl.layers.batchNormalization({}),
      tfl.layers.dense({ units: 2 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 64,
    steps: 800,
    skill: accuracy(y.data),
  }),
};
