import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = reviews(5, 400, 200, 40);

export const network: FieldNetwork = {
  id: 'tfjs-sentiment-flatten',
  changes: 'Made reviews of 40 words out of 200; 400 reviews, batches of 32 and 400 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: 200, outputDim: 16, inputLength: 40 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 400,
    skill: accuracy(y.data),
  }),
};
