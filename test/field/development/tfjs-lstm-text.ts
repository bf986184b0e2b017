import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { LETTERS, letters } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { information } from '../skill.js';

const LENGTH = 6;
const { windows, next } = letters(600, LENGTH);

export const network: FieldNetwork = {
  id: 'tfjs-lstm-text',
  changes: 'Windows of 6 letters of a story; one layer of 32 units instead of 128, 600 windows, 250 steps.',
  learnsFrom: 0.15,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.lstm({ units: 32, inputShape: [LENGTH, LETTERS] }),
      tfl.layers.dense({ units: LETTERS, activation: 'softmax' }),
    ),
    x: { shape: [windows.length, LENGTH, LETTERS], data: oneHot(windows.flat(), LETTERS).data },
    y: oneHot(next, LETTERS),
    loss: 'categoricalCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.01,
    batchSize: 32,
    steps: 250,
    skill: information(next, LETTERS),
  }),
};
