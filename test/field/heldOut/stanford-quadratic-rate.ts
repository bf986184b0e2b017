import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, matrix, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 42;
const fires = Array.from(uniform(random(54).split(0), ROWS, 2, 40));
const noise = uniform(random(54).split(1), ROWS, -15, 15);
const thefts = fires.map((count, row) => 5 + 0.05 * count ** 2 + noise[row]);

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, kernelInitializer: 'zeros', inputShape: [2] })),
    x: matrix(fires.map((count) => [count, count ** 2])),
    y: column(thefts),
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate,
    batchSize: 1,
    steps: 4200,
    skill: explained(thefts),
  };
}

export const network: FieldNetwork = {
  id: 'stanford-quadratic-rate',
  changes: '42 made areas with up to 40 fires, whose thefts follow a parabola; 100 rounds.',
  learnsFrom: 0.4,

  build: (seed) => training(seed, 0.001),
  repaired: (seed) => training(seed, 1e-7),
};
