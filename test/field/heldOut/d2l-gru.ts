import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels } from '../data.js';
import { LETTERS, letters } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { information } from '../skill.js';

const LENGTH = 6;
const { windows, next } = letters(400, LENGTH);
const data = new Float32Array(windows.length * LENGTH * LETTERS);
windows.flat().forEach((letter, i) => {
  data[i * LETTERS + letter] = 1;
});

export const network: FieldNetwork = {
  id: 'd2l-gru',
  changes: 'Windows of 6 letters of another story and only the letter after them; 200 batches of 50 at 1, not clipped.',
  learnsFrom: 0.15,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.gru({ units: 32, inputShape: [LENGTH, LETTERS] }),
      tfl.layers.dense({ units: LETTERS }),
    ),
    x: { shape: [windows.length, LENGTH, LETTERS], data },
    y: labels(next),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 1,
    batchSize: 50,
    steps: 200,
    skill: information(next, LETTERS, true),
  }),
};
