import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, mapped, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const draw = tfl.initializers.randomUniform({ minval: -0.2, maxval: 0.2 });
const init = { kernelInitializer: draw, biasInitializer: draw };

const ROWS = 40;
const channels = { shape: [ROWS, 3], data: uniform(random(98), 3 * ROWS, 0, 255) };
/** Warm and light colours are liked. */
const likes = Array.from({ length: ROWS }, (_, row) => {
  const [red, green, blue] = channels.data.subarray(3 * row, 3 * row + 3);
  return red + 0.5 * green - blue > 64 ? 1 : 0;
});

function training(seed: number, divisor: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'sigmoid', inputShape: [3], ...init }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...init }),
    ),
    x: mapped(channels, (value) => value / divisor),
    y: column(likes),
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.1),
    learningRate: 0.3,
    batchSize: 1,
    steps: 8000,
    skill: accuracy(likes),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-pairs-of-colours-raw',
  changes: '40 made colours, liked by a rule; one output; the defaults of the library; 8,000 steps.',
  learnsFrom: 0.7,

  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 255),
};
