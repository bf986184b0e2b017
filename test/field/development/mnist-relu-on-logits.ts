import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(500);

/** Weights as in the source, for a layer that has `wide` inputs there and `narrow` ones here. */
function init(wide: number, narrow: number) {
  return {
    kernelInitializer: tfl.initializers.truncatedNormal({ mean: 0, stddev: 0.1 * Math.sqrt(wide / narrow) }),
    biasInitializer: tfl.initializers.constant({ value: 0.1 }),
  };
}

function training(seed: number, activation: 'relu' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({
        ...{ filters: 8, kernelSize: 5, padding: 'same', activation: 'relu', inputShape: [14, 14, 1] },
        ...init(25, 25),
      }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 5, padding: 'same', activation: 'relu', ...init(25 * 32, 25 * 8) }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu', ...init(49 * 64, 9 * 16) }),
      tfl.layers.dense({ units: 10, activation, ...init(1024, 64) }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 50,
    steps: 200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-relu-on-logits',
  changes:
    'Digits of 14 × 14 and narrow layers, with weights as much larger as the layers have fewer inputs; 500 digits, batches of 50, 200 steps.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'linear'),
};
