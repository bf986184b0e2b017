import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
/** The number of the class in all ten columns, as the shapes broadcast. */
const numbers: Values = {
  shape: [400, 10],
  data: Float32Array.from({ length: 4000 }, (_, i) => y.data[Math.floor(i / 10)]),
};

function training(seed: number, targets: Values): Training {
  return {
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [14, 14, 1] }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y: targets,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 40,
    steps: 400,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'book-labels-without-one-hot',
  changes: '400 digits of 14 × 14, layers of 64 and 32, a rate of 0.1.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, numbers),
  repaired: (seed) => training(seed, oneHot(y.data, 10)),
};
