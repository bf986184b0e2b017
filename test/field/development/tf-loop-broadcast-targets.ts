import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 160;
const x = normalRows(random(28), ROWS, 3);
const targets = Float32Array.from(
  { length: ROWS },
  (_, row) => x.data[3 * row] - 0.5 * x.data[3 * row + 1] + x.data[3 * row + 2] ** 2 / 4,
);

/** The squared error as the loop of the source computes it, without a check of the shapes. */
const squaredError = (truths: tf.Tensor, outputs: tf.Tensor): tf.Tensor => tf.mean(tf.square(tf.sub(truths, outputs)));

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [3] }),
      tfl.layers.dense({ units: 1 }),
    ),
    x,
    y: isRepaired ? column(targets) : { shape: [ROWS], data: targets },
    loss: squaredError,
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 16,
    steps: 300,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'tf-loop-broadcast-targets',
  changes: 'A made table of 160 rows; 16 hidden units and Adam with 0.01 are ours.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
