import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const SIDE = 12;
const places = Array.from({ length: SIDE * SIDE }, (_, i) => [
  Math.floor(i / SIDE) / (SIDE - 1),
  (i % SIDE) / (SIDE - 1),
]);
const heights = places.map(([x, y]) => Math.sin(2 * Math.PI * x) * Math.sin(2 * Math.PI * y));

function training(seed: number, bound: number): Training {
  const start = () => {
    const initializer = tfl.initializers.randomUniform({ minval: -bound, maxval: bound });
    return { kernelInitializer: initializer, biasInitializer: initializer };
  };
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 20, activation: 'tanh', inputShape: [2], ...start() }),
      tfl.layers.dense({ units: 1, ...start() }),
    ),
    x: matrix(places),
    y: column(heights),
    loss: 'meanSquaredError',
    optimizer: 'momentum',
    learningRate: 0.03,
    batchSize: 12,
    steps: 3000,
    skill: explained(heights),
  };
}

export const network: FieldNetwork = {
  id: 'usenet-sine-product-small-start',
  changes: 'A grid of 144 points, 20 hidden units, momentum at 0.03, 250 rounds; weights of up to 3 in the repair.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 0.1),
  repaired: (seed) => training(seed, 3),
};
