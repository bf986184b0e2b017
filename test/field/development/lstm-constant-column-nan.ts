import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { standardized } from '../data.js';
import { weather } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const { x, y } = weather(200, 12, 4, 1);

/** The same windows, with 0 in the whole of the last column. */
const constant = { shape: x.shape, data: x.data.map((value, i) => (i % 4 === 3 ? 0 : value)) };

function training(seed: number, epsilon: number): Training {
  return {
    model: chain(seed, tfl.layers.lstm({ units: 16, inputShape: [12, 4] }), tfl.layers.dense({ units: 1 })),
    x: standardized(constant, epsilon),
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 32,
    steps: 100,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'lstm-constant-column-nan',
  changes: 'Made windows of 12 steps and 4 columns; 16 units.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 0),
  repaired: (seed) => training(seed, 1e-6),
};
