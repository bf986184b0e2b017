import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 30];
const { x, y } = reviews(86, 300, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'keras-io-text-from-scratch',
  changes:
    'Made reviews of 30 words out of 100; vectors and layers of 32, kernels of 3 with stride 2; 150 batches at 0.002.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 32, inputLength: LENGTH }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.conv1d({ filters: 32, kernelSize: 3, strides: 2, activation: 'relu' }),
      tfl.layers.conv1d({ filters: 32, kernelSize: 3, strides: 2, activation: 'relu' }),
      tfl.layers.globalMaxPooling1d({}),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.002,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  }),
};
