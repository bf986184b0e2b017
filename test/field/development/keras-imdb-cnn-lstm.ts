import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 20];
const { x, y } = reviews(85, 300, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'keras-imdb-cnn-lstm',
  changes:
    'Made reviews of 20 words out of 100; vectors of 32, 16 filters, pools of 2, 16 units; 150 batches at 0.003.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 32, inputLength: LENGTH }),
      tfl.layers.dropout({ rate: 0.25 }),
      tfl.layers.conv1d({ filters: 16, kernelSize: 5, activation: 'relu' }),
      tfl.layers.maxPooling1d({ poolSize: 2 }),
      tfl.layers.lstm({ units: 16 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 30,
    steps: 150,
    skill: accuracy(y.data),
  }),
};
