import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, oneHot } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const SIDE = 12;
const { x, y } = pictures(12, 120, SIDE, 2);
const bytes = mapped(x, (brightness) => Math.floor(255 * brightness));
const conv = { filters: 8, kernelSize: 3, activation: 'relu' } as const;

function training(seed: number, divide: (byte: number) => number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ ...conv, inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 2, activation: 'softmax' }),
    ),
    x: mapped(bytes, divide),
    y: oneHot(y.data, 2),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 20,
    steps: 120,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-integer-pixels-become-zero',
  changes: '120 made pictures of 12 × 12 with a level or an upright bar; 8 filters, 16 units; Adam at 0.005.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, (byte) => Math.floor(byte / 255)),
  repaired: (seed) => training(seed, (byte) => byte / 255),
};
