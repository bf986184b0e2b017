import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels, oneHot } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const SIDE = 12;
const { x, y: isObject } = pictures(3, 200, SIDE, 2);
/** The number 0 of the only class is that of the background. */
const asBackground = labels(isObject.data.map(() => 0));

function training(seed: number, classes: ArrayLike<number>): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'elu', inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'elu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 2, activation: 'softmax' }),
    ),
    x,
    y: oneHot(classes, 2),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 20,
    steps: 150,
    skill: accuracy(isObject.data),
  };
}

export const network: FieldNetwork = {
  id: 'ssd-class-named-zero',
  changes:
    '200 made pictures: an upright bar is the object, a level one belongs to the background; two convolutions, 150 batches.',
  learnsFrom: 0.7,

  build: (seed) => training(seed, asBackground.data),
  repaired: (seed) => training(seed, isObject.data),
};
