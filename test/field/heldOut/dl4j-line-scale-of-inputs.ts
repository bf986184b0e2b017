import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const COUNT = 1000;

function training(seed: number, scale: number): Training {
  const points = Array.from({ length: COUNT }, (_, i) => scale * i);
  const targets = points.map((point) => 15 + 5 * point);
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1] })),
    x: column(points),
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 1,
    steps: 1000,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'dl4j-line-scale-of-inputs',
  changes: 'A scale of 1, and 0.001 in the repair; momentum without the look-ahead; 1,000 updates.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 0.001),
};
