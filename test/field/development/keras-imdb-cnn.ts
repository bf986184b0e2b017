import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 20];
const { x, y } = reviews(9, 400, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'keras-imdb-cnn',
  changes: 'Made reviews of 20 words out of 100, vectors of 32, 64 filters and units instead of 250; 150 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 32, inputLength: LENGTH }),
      tfl.layers.dropout({ rate: 0.25 }),
      tfl.layers.conv1d({ filters: 64, kernelSize: 3, activation: 'relu' }),
      tfl.layers.maxPooling1d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64 }),
      tfl.layers.dropout({ rate: 0.25 }),
      tfl.layers.reLU(),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  }),
};
