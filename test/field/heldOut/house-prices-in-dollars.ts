import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { houses, mapped, standardized } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const { x, y: thousands } = houses(240, 8);
const dollars = mapped(thousands, (price) => 11000 * price);

function training(seed: number, y: Values): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 32, activation: 'relu', inputShape: [8] }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 600,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'house-prices-in-dollars',
  changes: '240 made houses with standardized columns and prices around 250,000 dollars, 32 hidden units, 600 batches.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, dollars),
  repaired: (seed) => training(seed, standardized(dollars)),
};
