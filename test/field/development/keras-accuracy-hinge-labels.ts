import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters, column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

function training(seed: number, activation: 'tanh' | 'sigmoid'): Training {
  const { x, y } = clusters(100 + seed, 300, 10, 2);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [10] }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 1, activation }),
    ),
    x,
    y: column(y.data),
    loss: activation === 'tanh' ? 'hinge' : 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 300,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-accuracy-hinge-labels',
  changes: 'Of the pairs that the source calls wrong: a tanh output with the hinge loss on labels 0 and 1.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 'tanh'),
  repaired: (seed) => training(seed, 'sigmoid'),
};
