import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, steps: number): Training {
  const start = () => {
    const initializer = tfl.initializers.randomUniform({ minval: -0.5, maxval: 0.5 });
    return { activation: 'sigmoid' as const, kernelInitializer: initializer, biasInitializer: initializer };
  };
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, inputShape: [2], ...start() }),
      tfl.layers.dense({ units: 10, ...start() }),
      tfl.layers.dense({ units: 1, ...start() }),
    ),
    ...XOR,
    loss: 'binaryCrossentropy',
    optimizer: 'sgd',
    learningRate: 1,
    batchSize: 4,
    steps,
    skill: explained(XOR.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'synaptic-xor-two-hidden-layers',
  changes: 'The start in -0.5..0.5; a rate of 1 on all four samples, 400 updates, and 6,000 in the repair.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 400),
  repaired: (seed) => training(seed, 6000),
};
