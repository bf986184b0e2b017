import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

function training(seed: number, init: object, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 5, activation: 'sigmoid', inputShape: [2], ...init }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...init }),
    ),
    ...XOR,
    loss: 'binaryCrossentropy',
    optimizer: 'sgd',
    learningRate,
    batchSize: 4,
    steps: 1500,
    skill: accuracy(XOR.y.data),
  };
}

const biasInitializer = normalInit(1).kernelInitializer;

export const network: FieldNetwork = {
  id: 'xor-hundredth-start',
  changes: '1,500 steps. Both rates are 10 times as large, 0.3 and 1, so that so few are enough for the repair.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, normalInit(0.01), 0.3),
  repaired: (seed) => training(seed, { ...normalInit(1), biasInitializer }, 1),
};
