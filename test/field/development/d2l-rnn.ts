import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels } from '../data.js';
import { LETTERS, letters } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { information } from '../skill.js';

const LENGTH = 8;
const { windows, next } = letters(500, LENGTH);
const data = new Float32Array(windows.length * LENGTH * LETTERS);
windows.flat().forEach((letter, i) => {
  data[i * LETTERS + letter] = 1;
});

export const network: FieldNetwork = {
  id: 'd2l-rnn',
  changes:
    'Windows of 8 letters of another story and only the letter after them; 300 batches of 50 at 0.5, not clipped.',
  learnsFrom: 0.15,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.simpleRNN({ units: 32, inputShape: [LENGTH, LETTERS] }),
      tfl.layers.dense({ units: LETTERS }),
    ),
    x: { shape: [windows.length, LENGTH, LETTERS], data },
    y: labels(next),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 50,
    steps: 300,
    skill: information(next, LETTERS, true),
  }),
};
