import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const digits = mnist(3000);
const small = mapped(smaller(digits.x, 4), (pixel) => pixel / 255);
const x = { shape: [3000, 49], data: small.data };

function training(seed: number, activation: 'linear' | 'relu'): Training {
  const init = { ...normalInit(1), biasInitializer: tfl.initializers.randomNormal({ mean: 0, stddev: 1 }) };
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation, inputShape: [49], ...init }),
      tfl.layers.dense({ units: 64, activation, ...init }),
      tfl.layers.dense({ units: 10, ...init }),
    ),
    x,
    y: oneHot(digits.y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.1,
    batchSize: 128,
    steps: 500,
    skill: accuracy(digits.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'tf-examples-raw-network-linear',
  changes: '3,000 digits of 7 × 7, which no linear map separates; layers of 64 units.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 'linear'),
  repaired: (seed) => training(seed, 'relu'),
};
