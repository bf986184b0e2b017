import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);

export const network: FieldNetwork = {
  id: 'tf-images-cnn',
  changes: 'Digits of 14 × 14, 8 to 16 filters and 32 units; the last convolution keeps its size; 200 batches of 32.',
  learnsFrom: 0.7,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  }),
};
