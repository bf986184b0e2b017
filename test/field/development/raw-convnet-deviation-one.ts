import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(500);

function training(seed: number, stddev: number, biasDeviation: number): Training {
  const init = {
    kernelInitializer: tfl.initializers.randomNormal({ mean: 0, stddev }),
    biasInitializer: tfl.initializers.randomNormal({ mean: 0, stddev: biasDeviation }),
  };
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({
        ...{ filters: 8, kernelSize: 5, padding: 'same', activation: 'relu', inputShape: [14, 14, 1] },
        ...init,
      }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 5, padding: 'same', activation: 'relu', ...init }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 128, activation: 'relu', ...init }),
      tfl.layers.dropout({ rate: 0.25 }),
      tfl.layers.dense({ units: 10, ...init }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 120,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'raw-convnet-deviation-one',
  changes: '500 digits of 14 × 14, a quarter of the filters, 128 units instead of 1,024, 120 batches of 32.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 1, 1),
  repaired: (seed) => training(seed, 0.1, 0),
};
