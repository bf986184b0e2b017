import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = clusters(8, 60, 4, 3, 0.4);

function training(seed: number, activation: 'relu' | 'sigmoid'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 2, activation, inputShape: [4] }),
      tfl.layers.dense({ units: 2, activation }),
      tfl.layers.dense({ units: 3, activation: 'softmax' }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.03,
    batchSize: 20,
    steps: 400,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'allennlp-feedforward-relu-off',
  changes: 'Made clusters for the averaged word vectors, two layers of 2 units; Adam at 0.03.',
  learnsFrom: 0.7,
  // The source says that only some starts fail; these are the first ones that do.
  seeds: [2, 3, 5],
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'sigmoid'),
};
