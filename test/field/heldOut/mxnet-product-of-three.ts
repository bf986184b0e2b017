import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 1000;
const data = random(4798).uniform(new Float32Array(3 * ROWS));
const products = Float32Array.from({ length: ROWS }, (_, row) => data[3 * row] * data[3 * row + 1] * data[3 * row + 2]);

function training(seed: number, units: number, optimizer: 'sgd' | 'adam'): Training {
  const start = () => ({ kernelInitializer: tfl.initializers.randomUniform({ minval: -0.07, maxval: 0.07 }) });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units, activation: 'tanh', inputShape: [3], ...start() }),
      tfl.layers.dense({ units: 1, ...start() }),
    ),
    x: { shape: [ROWS, 3], data },
    y: column(products),
    loss: 'meanSquaredError',
    optimizer,
    learningRate: 0.01,
    batchSize: 128,
    steps: 3000,
    skill: explained(products),
  };
}

export const network: FieldNetwork = {
  id: 'mxnet-product-of-three',
  changes: '3,000 batches of 128 for both.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 100, 'sgd'),
  repaired: (seed) => training(seed, 10, 'adam'),
};
