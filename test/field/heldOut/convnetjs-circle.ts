import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped } from '../data.js';
import { circles } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = circles(2, 100, 0.08, 0.4);
const penalty = () => ({ kernelRegularizer: tfl.regularizers.l2({ l2: 0.0005 }) });

export const network: FieldNetwork = {
  id: 'convnetjs-circle',
  changes: 'Two noisy circles of radius 4 and 1.6 in place of the ring and the disc; 2,500 updates.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 6, activation: 'tanh', inputShape: [2], ...penalty() }),
      tfl.layers.dense({ units: 2, activation: 'tanh', ...penalty() }),
      tfl.layers.dense({ units: 2, activation: 'softmax', ...penalty() }),
    ),
    x: mapped(x, (place) => 4 * place),
    y,
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.02,
    batchSize: 10,
    steps: 2500,
    skill: accuracy(y.data),
  }),
};
