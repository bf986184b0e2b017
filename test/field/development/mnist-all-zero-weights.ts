import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(600);

function training(seed: number, isRepaired: boolean): Training {
  const kernelInitializer = isRepaired
    ? tfl.initializers.truncatedNormal({ mean: 0, stddev: 0.1 })
    : tfl.initializers.zeros();
  const activation = isRepaired ? 'sigmoid' : 'softmax';
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, activation, kernelInitializer, inputShape: [784] }),
      tfl.layers.dense({ units: 10, activation: 'softmax', kernelInitializer }),
    ),
    x: mapped(x, (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 50,
    steps: 300,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-all-zero-weights',
  changes: '600 digits and 300 steps; the rate is 0.5 and the batch 50, which the source leaves open.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
