import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, normalInit } from '../build.js';
import { column, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, isRepaired: boolean): Training {
  const numbers = uniform(random(100 + seed), 200, -1, 1);
  const y = column(numbers.map((value) => value / 2));
  const init = isRepaired
    ? { biasInitializer: tfl.initializers.constant({ value: 0.1 }) }
    : { ...normalInit(0.001), biasInitializer: tfl.initializers.randomNormal({ mean: 0, stddev: 0.001 }) };
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [1], ...init }),
      tfl.layers.dense({ units: 16, activation: 'relu', ...init }),
      tfl.layers.dense({ units: 1, ...init }),
    ),
    x: column(numbers),
    y,
    loss: (targets, output) => tf.mean(tf.squaredDifference(targets, output)),
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 8,
    steps: 1000,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'identity-tiny-weights',
  changes: 'Batches of 8 and 1,000 steps at 0.01 instead of 10,000 single steps at 0.001; no clipping.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
