import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { clusters, column, mapped, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** Typical size of each column of a packet: ports, lengths, flags, times. */
const SIZES = [20_000, 20_000, 600, 6, 64, 1, 1, 30_000, 100, 1, 40];

const made = clusters(23, 250, SIZES.length, 2, 0.7);
const x = mapped(made.x, (value, i) => SIZES[i % SIZES.length] * Math.max(0, 1.5 + 0.5 * value));

function training(seed: number, isRepaired: boolean): Training {
  const init = normalInit(0.05);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 12, activation: 'relu', inputShape: [SIZES.length], ...init }),
      tfl.layers.dense({ units: 12, activation: 'relu', ...init }),
      tfl.layers.dense({ units: 1, activation: isRepaired ? 'sigmoid' : 'relu', ...init }),
    ),
    x: isRepaired ? standardized(x) : x,
    y: column(made.y.data),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 5,
    steps: 800,
    skill: accuracy(made.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'packets-relu-output',
  changes: 'Made packets of 11 columns with sizes up to 30,000; 250 rows and 800 steps.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
