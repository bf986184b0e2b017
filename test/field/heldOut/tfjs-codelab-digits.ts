import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
const kernelInitializer = 'varianceScaling';

export const network: FieldNetwork = {
  id: 'tfjs-codelab-digits',
  changes: 'Digits of 14 × 14, the second convolution of 3 × 3; 150 batches of 40 at 0.003.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({
        filters: 8,
        kernelSize: 5,
        activation: 'relu',
        kernelInitializer,
        inputShape: [14, 14, 1],
      }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', kernelInitializer }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 10, activation: 'softmax', kernelInitializer }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 40,
    steps: 150,
    skill: accuracy(y.data),
  }),
};
