import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, standardized, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const positions = uniform(random(31499), 100, 20, 24);
const heights = positions.map((position) => 10 + Math.sin(position - 20.5));

function training(seed: number, isScaled: boolean): Training {
  const [x, y] = [column(positions), column(heights)];
  const targets = isScaled ? standardized(y) : y;
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 3, activation: 'sigmoid', inputShape: [1] }),
      tfl.layers.dense({ units: 3, activation: 'sigmoid' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x: isScaled ? standardized(x) : x,
    y: targets,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 100,
    steps: 1200,
    skill: explained(targets.data),
  };
}

export const network: FieldNetwork = {
  id: 'sigmoid-cloud-far-from-zero',
  changes: 'The cloud is a piece of a sine, with positions from 20 to 24 and heights around 10; 1,200 steps.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
