import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, activation: 'relu' | 'tanh', start: number): Training {
  const kernelInitializer = tfl.initializers.randomUniform({ minval: -start, maxval: start });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation, kernelInitializer, inputShape: [2] }),
      tfl.layers.dense({ units: 1, activation, kernelInitializer }),
    ),
    ...XOR,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.3,
    batchSize: 1,
    steps: 1500,
    skill: explained(XOR.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-xor-relu',
  changes:
    'Initial weights up to 0.2; 1,500 updates; the repair is tanh with initial weights up to 1. Most starts fail, in different ways.',
  learnsFrom: 0.8,
  seeds: [2, 3, 4],
  build: (seed) => training(seed, 'relu', 0.2),
  repaired: (seed) => training(seed, 'tanh', 1),
};
