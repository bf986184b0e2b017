import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const SIDE = 12;
const { x, y } = pictures(66, 200, SIDE, 2);
/** Two of the pictures have a few pixels without a number. */
const damaged = mapped(x, (pixel, i) =>
  [7, 90].includes(Math.floor(i / SIDE ** 2)) && i % 29 === 0 ? Number.NaN : pixel,
);

function training(seed: number, samples: Values): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2, activation: 'softmax' }),
    ),
    x: samples,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 20,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'deepmedic-images-with-nan',
  changes: '200 made pictures of 12 × 12 with a level or an upright bar, two small convolutions; 150 batches.',
  learnsFrom: 0.7,

  build: (seed) => training(seed, damaged),
  repaired: (seed) => training(seed, x),
};
