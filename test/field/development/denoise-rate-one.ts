import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { mapped } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const { x: clean } = images(120);
const noise = random(11).normal(new Float32Array(clean.data.length));
const conv = { filters: 8, kernelSize: 3, padding: 'same', activation: 'relu' } as const;

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ ...conv, inputShape: [14, 14, 1] }),
      tfl.layers.conv2d(conv),
      tfl.layers.conv2d(conv),
      tfl.layers.conv2d({ filters: 1, kernelSize: 3, padding: 'same' }),
    ),
    x: mapped(clean, (pixel, i) => pixel + 0.3 * noise[i]),
    y: clean,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate,
    batchSize: 20,
    steps: 200,
    skill: explained(clean.data),
  };
}

export const network: FieldNetwork = {
  id: 'denoise-rate-one',
  changes:
    '120 digits of 14 × 14 with noise, four convolutions in a chain; 200 batches. The skill takes all pixels as one column.',
  learnsFrom: 0.5,

  build: (seed) => training(seed, 1),
  repaired: (seed) => training(seed, 0.001),
};
