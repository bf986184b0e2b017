import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 25];
const { x, y } = reviews(87, 400, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'tf-text-classification',
  changes: 'Made reviews of 25 words out of 100, 250 batches at 0.01.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 16, inputLength: LENGTH }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.globalAveragePooling1d({}),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 32,
    steps: 250,
    skill: accuracy(y.data),
  }),
};
