import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, bound: number): Training {
  const kernelInitializer = tfl.initializers.randomUniform({ minval: -bound, maxval: bound });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 2, activation: 'tanh', kernelInitializer, inputShape: [2] }),
      tfl.layers.dense({ units: 1, kernelInitializer }),
    ),
    ...XOR,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.2,
    batchSize: 4,
    steps: 1000,
    skill: explained(XOR.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'cntk-xor-small-start',
  changes: 'A rate of 0.2 on the mean over the 4 points.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 0.05),
  repaired: (seed) => training(seed, 0.5),
};
