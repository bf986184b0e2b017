import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

/** Points of a square of ±6 with a noise of half its radius; the target rises with their sum. */
function plane(seed: number) {
  const stream = random(seed);
  const data = uniform(stream.split(0), 400, -6, 6);
  const shifts = uniform(stream.split(1), 400, -3, 3);
  const y = Array.from({ length: 200 }, (_, row) => {
    const sum = data[2 * row] + shifts[2 * row] + data[2 * row + 1] + shifts[2 * row + 1];
    return Math.max(-1, Math.min(1, sum / 10));
  });
  return { x: { shape: [200, 2], data }, y: column(y) };
}

function training(seed: number, learningRate: number): Training {
  const { x, y } = plane(100 + seed);
  const init = {
    kernelInitializer: tfl.initializers.randomUniform({ minval: -0.5, maxval: 0.5 }),
    biasInitializer: tfl.initializers.constant({ value: 0.1 }),
  };
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 8, activation: 'tanh', inputShape: [2], ...init }),
      tfl.layers.dense({ units: 1, ...init }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate,
    batchSize: 1,
    steps: 600,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'playground-rate-one',
  changes: '600 steps. The squared error has no factor of one half.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 0.03),
};
