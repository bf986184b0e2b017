import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

function training(seed: number, units: number, learningRate: number, steps: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units, activation: 'sigmoid', inputShape: [2] }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    ...XOR,
    loss: 'binaryCrossentropy',
    optimizer: 'sgd',
    learningRate,
    batchSize: 4,
    steps,
    skill: accuracy(XOR.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'xor-five-hundred-updates',
  changes: 'The repair takes 8 hidden units, a rate of 2 and 1,500 updates.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 2, 0.01, 500),
  repaired: (seed) => training(seed, 8, 2, 1500),
};
