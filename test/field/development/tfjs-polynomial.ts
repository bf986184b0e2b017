import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, matrix, uniform } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const stream = random(12);
const numbers = uniform(stream.split(0), 100, -1, 1);
const noise = stream.split(1).normal(new Float32Array(100));
const x = matrix(Array.from(numbers, (value) => [value ** 3, value ** 2, value, 1]));
const y = column(numbers.map((t, row) => -0.8 * t ** 3 - 0.2 * t ** 2 + 0.9 * t + 0.5 + 0.04 * noise[row]));

export const network: FieldNetwork = {
  id: 'tfjs-polynomial',
  changes: 'The powers are the inputs of a linear unit without bias, so its weights are the coefficients.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({
        units: 1,
        useBias: false,
        kernelInitializer: tfl.initializers.randomUniform({ minval: 0, maxval: 1 }),
        inputShape: [4],
      }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 100,
    steps: 75,
    skill: explained(y.data),
  }),
};
