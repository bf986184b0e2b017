import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const draw = tfl.initializers.randomUniform({ minval: -0.2, maxval: 0.2 });
const init = { kernelInitializer: draw, biasInitializer: draw };

const middles = [3, 4, 5, 6];
const x = matrix(middles.map((middle) => [-2, -1, 0, 1, 2].map((distance) => middle + distance)));

function training(seed: number, divisor: number): Training {
  const targets = middles.map((middle) => middle / divisor);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'sigmoid', inputShape: [5], ...init }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...init }),
    ),
    x,
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.1),
    learningRate: 0.3,
    batchSize: 1,
    steps: 10_000,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-targets-three-to-six',
  changes: 'The defaults of the library; the repair divides the targets by 10; 10,000 steps.',
  learnsFrom: 0.6,

  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 10),
};
