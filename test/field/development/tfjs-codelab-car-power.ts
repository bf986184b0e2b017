import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const noise = random(392).normal(new Float32Array(392));
const draws = random(393).uniform(new Float32Array(392));
const y = column(draws.map((power, i) => 0.75 - 0.6 * power + 0.1 * noise[i]));

export const network: FieldNetwork = {
  id: 'tfjs-codelab-car-power',
  changes: 'Made cars; a rate of 0.01 for 300 batches instead of 0.001 for 650.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1] }), tfl.layers.dense({ units: 1 })),
    x: column(draws),
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 32,
    steps: 300,
    skill: explained(y.data),
  }),
};
