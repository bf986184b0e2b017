import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(400);

export const network: FieldNetwork = {
  id: 'tfjs-mnist-node',
  changes:
    'Images of 14 × 14, a quarter of the filters, padding in the second pair; 64 units, dropout 0.25 and 0.5, 400 digits, 250 steps.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dropout({ rate: 0.25 }),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 10, activation: 'softmax' }),
    ),
    x: mapped(smaller(x, 2), (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 32,
    steps: 250,
    skill: accuracy(y.data),
  }),
};
