import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 12];
const { x, y } = reviews(8, 400, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'keras-imdb-lstm',
  changes: 'Made reviews of 12 words out of 100, vectors and units of 32 instead of 128; 200 steps at 0.003.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 32, inputLength: LENGTH }),
      tfl.layers.lstm({ units: 32, dropout: 0.2 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
