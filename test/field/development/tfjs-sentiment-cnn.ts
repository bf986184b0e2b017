import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import { reviews } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 16];
const { x, y } = reviews(400, LENGTH, WORDS);

export const network: FieldNetwork = {
  id: 'tfjs-sentiment-cnn',
  changes:
    'Made reviews of 16 words out of 100, vectors of 32 numbers, 64 filters and units instead of 250; 150 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 32, inputLength: LENGTH }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.conv1d({ filters: 64, kernelSize: 5, activation: 'relu' }),
      tfl.layers.globalMaxPooling1d({}),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y: column(y.data),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  }),
};
