import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(600);

export const network: FieldNetwork = {
  id: 'tfjs-mnist-convnet',
  changes: 'Images of 14 × 14, half as many filters, one pooling less; 600 digits, batch 40, 250 steps.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2, strides: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: 'softmax' }),
    ),
    x: mapped(smaller(x, 2), (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 40,
    steps: 250,
    skill: accuracy(y.data),
  }),
};
