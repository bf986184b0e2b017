import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { multiHot, reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = reviews(5, 400, 500, 60);

export const network: FieldNetwork = {
  id: 'chollet-movie-reviews',
  changes: 'Made reviews of 60 words out of 500; 400 reviews, batches of 64 and 200 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [500] }),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x: multiHot(x, 500),
    y,
    loss: 'binaryCrossEntropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 64,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
