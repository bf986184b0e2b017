import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);

function training(seed: number, first: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y: labels(y.data.map((label) => label + first)),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.002,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'video-labels-from-one',
  changes: 'Digits of 14 × 14 in place of videos, so that the labels go from 1 to 10; one convolution, 150 batches.',
  learnsFrom: 0.7,

  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 0),
};
