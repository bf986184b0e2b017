import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 20];
const { x, y } = reviews(61, 300, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'chollet-word-embeddings',
  changes: 'Made reviews of 20 words out of 100; 200 batches at 0.003.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 8, inputLength: LENGTH }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.003,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
