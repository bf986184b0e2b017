import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const { x: pixels, y } = mnist(400);
const small = smaller(pixels, 2);
const mean = Array.from(small.data).reduce((sum, pixel) => sum + pixel / small.data.length, 0);
const centred = mapped(small, (pixel) => pixel - mean);

function training(seed: number, x: Values): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.05,
    batchSize: 32,
    steps: 400,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'alexnet-photographs-unscaled',
  changes:
    'Grey digits of 14 × 14 from 0 to 255 minus their mean, a small network with two convolutions and fresh weights; SGD at 0.05, 400 batches.',
  learnsFrom: 0.6,

  build: (seed) => training(seed, centred),
  repaired: (seed) =>
    training(
      seed,
      mapped(centred, (pixel) => pixel / 255),
    ),
};
