import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(200);

function training(seed: number, low: number, high: number): Training {
  const start = () => ({
    kernelInitializer: tfl.initializers.randomUniform({ minval: low, maxval: high }),
    biasInitializer: tfl.initializers.randomUniform({ minval: low, maxval: high }),
  });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 15, activation: 'sigmoid', inputShape: [784], ...start() }),
      tfl.layers.dense({ units: 10, activation: 'sigmoid', ...start() }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    // The rate of the source for a sum of halves over ten outputs is five times as much for a mean.
    learningRate: 2.5,
    batchSize: 1,
    steps: 3000,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'digits-javascript-start-zero-to-one',
  changes: '200 digits, 3,000 updates; the rate of 2.5 belongs to the mean over the ten outputs.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 0, 1),
  repaired: (seed) => training(seed, -0.5, 0.5),
};
