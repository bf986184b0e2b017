import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { reviews } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 12];
const { x, y } = reviews(400, LENGTH, WORDS);

export const network: FieldNetwork = {
  id: 'tfjs-sentiment-lstm',
  changes: 'Made reviews of 12 words out of 100; 200 steps at 0.003 instead of 0.001.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 32, inputLength: LENGTH }),
      tfl.layers.lstm({ units: 32 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y: column(y.data),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
