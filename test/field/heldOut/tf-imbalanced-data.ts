import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, mapped, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, FEATURES] = [600, 29];
const x = mapped(normalRows(random(492), ROWS, FEATURES), (value) => Math.max(-5, Math.min(5, value)));
/** The highest scores, one row in twenty, are frauds. */
const scores = Array.from({ length: ROWS }, (_, row) => {
  const own = x.data.subarray(FEATURES * row, FEATURES * (row + 1));
  return own[0] + 0.8 * own[3] - 0.6 * own[7];
});
const bound = [...scores].sort((a, b) => b - a)[ROWS / 20];
const y = column(scores.map((score) => (score > bound ? 1 : 0)));

export const network: FieldNetwork = {
  id: 'tf-imbalanced-data',
  changes: '600 made rows, of which one in twenty is a fraud; 600 batches of 100.',
  learnsFrom: 0.3,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [FEATURES] }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({
        units: 1,
        activation: 'sigmoid',
        biasInitializer: tfl.initializers.constant({ value: Math.log(1 / 19) }),
      }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 100,
    steps: 600,
    skill: accuracy(y.data),
  }),
};
