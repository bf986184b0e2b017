import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, units: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units, activation: 'relu', inputShape: [2] }),
      tfl.layers.dense({ units: 1 }),
    ),
    ...XOR,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.03,
    batchSize: 4,
    steps: 500,
    skill: explained(XOR.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'theanets-xor-two-hidden-units',
  changes: 'ReLU units and Adam at 0.03, since the source does not say; 500 steps.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 2),
  repaired: (seed) => training(seed, 20),
};
