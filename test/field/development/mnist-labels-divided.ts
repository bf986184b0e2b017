import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(500);
const divided = column(Array.from(y.data, (label) => label / 255));

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 12, kernelSize: 3, inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 12, kernelSize: 3 }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: 'softmax' }),
    ),
    x,
    y: isRepaired ? oneHot(y.data, 10) : divided,
    loss: isRepaired ? 'categoricalCrossentropy' : 'sparseCategoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-labels-divided',
  changes: 'Images of 14 × 14, fewer filters and units, 500 digits; 150 steps at 0.003 instead of 2 epochs at 0.001.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
