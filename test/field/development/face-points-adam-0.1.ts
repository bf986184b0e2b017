import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { matrix } from '../data.js';
import { faces } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

function training(seed: number, isRepaired: boolean): Training {
  const { images, points } = faces(100 + seed, 200, 24);
  const y = matrix(points);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 50, inputShape: [24 * 24] }),
      tfl.layers.dense({ units: 100 }),
      tfl.layers.dense({ units: points[0].length }),
    ),
    x: matrix(images),
    y,
    loss: 'meanSquaredError',
    optimizer: isRepaired ? (rate) => tf.train.momentum(rate, 0.9, true) : 'adam',
    learningRate: isRepaired ? 0.01 : 0.1,
    batchSize: 32,
    steps: 400,
    skill: explained(y.data, points[0].length),
  };
}

export const network: FieldNetwork = {
  id: 'face-points-adam-0.1',
  changes: 'Made images of 24 × 24 with 8 coordinates instead of 30; 400 steps; no bound on the gradient.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
