import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { clusters, mapped, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** Mean and deviation of the nine columns: pressure, tobacco, and so on to the age. */
const COLUMNS = [
  [138, 20],
  [3.6, 4.6],
  [4.7, 2],
  [25, 7.8],
  [0.4, 0.5],
  [53, 9.8],
  [26, 4.2],
  [17, 24],
  [43, 14.6],
];

const made = clusters(13, 350, COLUMNS.length, 2, 1);
const x = mapped(made.x, (value, i) => COLUMNS[i % COLUMNS.length][0] + (COLUMNS[i % COLUMNS.length][1] * value) / 2);

function training(seed: number, penalty: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({
        units: 2,
        inputShape: [COLUMNS.length],
        kernelInitializer: tfl.initializers.truncatedNormal({ mean: 0, stddev: 1 }),
        kernelRegularizer: tfl.regularizers.l2({ l2: penalty / 2 }),
      }),
    ),
    x,
    y: oneHot(made.y.data, 2),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate,
    batchSize: 7,
    steps: 1000,
    skill: accuracy(made.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'heart-regularizer-one',
  changes: 'A made table with the means and deviations of the heart data; 1,000 steps.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 1, 0.5),
  repaired: (seed) => training(seed, 0.1, 0.01),
};
