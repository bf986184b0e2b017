import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, mapped, matrix, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 40;
const stream = random(360);
const [ages, incomes, areas, units] = [40, 2e5, 5000, 20].map((size, i) =>
  uniform(stream.split(i), ROWS, 0.1 * size, size),
);
const prices = Array.from(areas, (area, row) => 150 * area + 4 * incomes[row] + 20_000 * units[row]);
const sales = prices.map((price, row) => price * (1 + 0.2 * Math.sin(row)));
const x = matrix(prices.map((_, row) => [1980 + ages[row], incomes[row], areas[row], units[row], sales[row]]));

/** Largest value of each column. */
const BOUNDS = [2020, 2e5, 5000, 20, 2.4e6];
const PRICE_BOUND = 2e6;

/** The library draws weights and biases from U(±0.2). */
const draw = tfl.initializers.randomUniform({ minval: -0.2, maxval: 0.2 });
const init = { kernelInitializer: draw, biasInitializer: draw };

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'sigmoid', inputShape: [5], ...init }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...init }),
    ),
    x: isRepaired ? mapped(x, (value, i) => value / BOUNDS[i % 5]) : x,
    y: column(isRepaired ? prices.map((price) => price / PRICE_BOUND) : prices),
    loss: 'meanSquaredError',
    optimizer: (rate) => tf.train.momentum(rate, 0.1),
    learningRate: 0.3,
    batchSize: 1,
    steps: 5000,
    skill: explained(isRepaired ? prices.map((price) => price / PRICE_BOUND) : prices),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-property-value',
  changes:
    'Made properties of 5 columns; the defaults of the library for the hidden layer, the rate and the draw of the weights; 5,000 steps.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
