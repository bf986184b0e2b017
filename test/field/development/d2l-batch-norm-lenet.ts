import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);
const normalized = () => [
  tfl.layers.batchNormalization({ momentum: 0.9 }),
  tfl.layers.activation({ activation: 'sigmoid' }),
];

export const network: FieldNetwork = {
  id: 'd2l-batch-norm-lenet',
  changes: 'Handwritten digits of 14 × 14, the second kernel is 3; 120 batches of 50 at 0.5; momentum 0.9.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 6, kernelSize: 5, padding: 'same', inputShape: [14, 14, 1] }),
      ...normalized(),
      tfl.layers.averagePooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3 }),
      ...normalized(),
      tfl.layers.averagePooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 120 }),
      ...normalized(),
      tfl.layers.dense({ units: 84 }),
      ...normalized(),
      tfl.layers.dense({ units: 10 }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 50,
    steps: 120,
    skill: accuracy(y.data),
  }),
};
