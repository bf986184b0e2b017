import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const vectors = matrix(Array.from({ length: 9 }, () => [1, 2, 3]));

function training(seed: number, activation: 'sigmoid' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'relu', inputShape: [3] }),
      tfl.layers.dense({ units: 3, activation }),
    ),
    x: vectors,
    y: vectors,
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.adadelta(rate),
    learningRate: 1,
    batchSize: 4,
    steps: 300,
    // All samples are equal, so the best guess is the best number for the whole vector.
    skill: explained(vectors.data),
  };
}

export const network: FieldNetwork = {
  id: 'autoencoder-sigmoid-targets-above-one',
  changes: 'The rate of Adadelta is 1, the default of Keras 2.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'sigmoid'),
  repaired: (seed) => training(seed, 'linear'),
};
