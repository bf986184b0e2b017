import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = clusters(7, 420, 8, 7, 0.5);

export const network: FieldNetwork = {
  id: 'tfjs-pitch-type',
  changes: 'A made table of 420 pitches; layers of 64, 48 and 32 units; 200 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [8] }),
      tfl.layers.dense({ units: 48, activation: 'relu' }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 7, activation: 'softmax' }),
    ),
    x,
    y: y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
