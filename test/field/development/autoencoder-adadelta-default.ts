import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, smaller } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const [COUNT, PIXELS] = [300, 196];
const x: Values = {
  shape: [COUNT, PIXELS],
  data: mapped(smaller(mnist(COUNT).x, 2), (pixel) => pixel / 255).data,
};

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [PIXELS] }),
      tfl.layers.dense({ units: PIXELS, activation: 'sigmoid' }),
    ),
    x,
    y: x,
    loss: 'binaryCrossentropy',
    optimizer: (rate) => tf.train.adadelta(rate, 0.95, 1e-7),
    learningRate,
    batchSize: 50,
    steps: 400,
    skill: explained(x.data),
  };
}

export const network: FieldNetwork = {
  id: 'autoencoder-adadelta-default',
  changes: '300 digits of 14 × 14, 400 batches of 50. The skill takes all pixels as one column.',
  learnsFrom: 0.3,
  build: (seed) => training(seed, 0.001),
  repaired: (seed) => training(seed, 1),
};
