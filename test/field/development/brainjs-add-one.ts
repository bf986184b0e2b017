import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [LENGTH, ROWS, LOWEST, HIGHEST] = [4, 64, -10, 1004];
const starts = Array.from({ length: ROWS }, (_, row) =>
  Math.round(LOWEST + (row * (HIGHEST - LENGTH - LOWEST)) / (ROWS - 1)),
);

function training(seed: number, scaled: (value: number) => number): Training {
  const counts = starts.flatMap((start) => Array.from({ length: LENGTH }, (_, step) => scaled(start + step)));
  const targets = starts.map((start) => scaled(start + LENGTH));
  return {
    model: chain(seed, tfl.layers.lstm({ units: 1, inputShape: [LENGTH, 1] }), tfl.layers.dense({ units: 1 })),
    x: { shape: [ROWS, LENGTH, 1], data: Float32Array.from(counts) },
    y: column(targets),
    loss: 'meanSquaredError',
    optimizer: 'rmsprop',
    learningRate: 0.01,
    batchSize: 16,
    steps: 500,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'brainjs-add-one',
  changes:
    'Counts of 4 steps with the next one as target; the gates of tfjs; RMSprop with 0.01; batches of 16 and 500 steps.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, (value) => value),
  repaired: (seed) => training(seed, (value) => (value - LOWEST) / (HIGHEST - LOWEST)),
};
