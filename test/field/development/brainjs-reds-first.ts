import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { oneHot, uniform } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const draw = tfl.initializers.randomUniform({ minval: -0.2, maxval: 0.2 });
const init = { kernelInitializer: draw, biasInitializer: draw };

/** Numbers of samples of each class in the order in which they come: green, blue, red. */
const RUNS = [
  [1, 120],
  [2, 60],
  [0, 120],
] as const;
const kinds = RUNS.flatMap(([kind, count]) => new Array<number>(count).fill(kind));
const CENTERS = [
  [0.25, 0.3],
  [0.75, 0.35],
  [0.5, 0.8],
];
const spread = uniform(random(409), 2 * kinds.length, -0.2, 0.2);
const x: Values = {
  shape: [kinds.length, 2],
  data: spread.map((value, i) => CENTERS[kinds[Math.floor(i / 2)]][i % 2] + value),
};

function training(seed: number, isOrdered: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'sigmoid', inputShape: [2], ...init }),
      tfl.layers.dense({ units: 3, activation: 'sigmoid', ...init }),
    ),
    x,
    y: oneHot(kinds, 3),
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.1),
    learningRate: 0.3,
    batchSize: 1,
    steps: 6000,
    isOrdered,
    skill: accuracy(kinds),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-reds-first',
  changes: '300 made samples of two numbers, whose last run is red; the defaults of the library; 20 rounds.',
  learnsFrom: 0.6,

  build: (seed) => training(seed, true),
  repaired: (seed) => training(seed, false),
};
