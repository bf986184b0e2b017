import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain, uniformInit } from '../build.js';
import { column, standardized, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, isRepaired: boolean): Training {
  const raw = uniform(random(100 + seed), 900, 0, 10_000);
  const x = { shape: [300, 3], data: raw };
  const sums = Array.from({ length: 300 }, (_, row) => {
    const [a, b, c] = raw.subarray(3 * row);
    return 2 * a + b + 0.5 * c + 2.2;
  });
  const y = isRepaired ? standardized(column(sums)) : column(sums);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'tanh', inputShape: [3], ...uniformInit() }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 2, activation: 'tanh', ...uniformInit() }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 1, ...uniformInit(), ...(!isRepaired && { activation: 'softmax' as const }) }),
    ),
    x: isRepaired ? standardized(x) : x,
    y,
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.9, true),
    learningRate: isRepaired ? 0.02 : 0.1,
    batchSize: 32,
    steps: 400,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'linear-function-softmax-output',
  changes: '300 rows. The repair also scales inputs and targets, which the source names, and takes a rate of 0.02.',
  learnsFrom: 0.4,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
