import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(400);

function training(seed: number, decay: number): Training {
  const penalty = () => ({ kernelRegularizer: tfl.regularizers.l2({ l2: decay / 2 }) });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1], ...penalty() }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', ...penalty() }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu', ...penalty() }),
      tfl.layers.dense({ units: 64, activation: 'relu', ...penalty() }),
      tfl.layers.dense({ units: 10, ...penalty() }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.02,
    batchSize: 32,
    steps: 250,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'caffe-weight-decay-half',
  changes: 'Digits of 14 × 14, two convolutions and two hidden layers of 64; SGD at 0.02 with momentum, 250 batches.',
  learnsFrom: 0.7,

  build: (seed) => training(seed, 0.5),
  repaired: (seed) => training(seed, 0.0005),
};
