import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { asInPyTorch, chain } from '../build.js';
import { column } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const digits = pixelRows(1500);
const rows = [...digits.y.data.keys()].filter((row) => [3, 7].includes(digits.y.data[row]));
const pixels = rows.flatMap((row) => Array.from(digits.x.data.subarray(784 * row, 784 * (row + 1))));
const y = column(rows.map((row) => (digits.y.data[row] === 3 ? 1 : 0)));
const distance = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor => tf.mean(tf.abs(tf.sub(targets, outputs)));

export const network: FieldNetwork = {
  id: 'fastbook-threes-and-sevens',
  changes: 'About 300 digits, 300 batches of 64; the sigmoid of the loss is that of the output layer.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 30, activation: 'relu', inputShape: [784], ...asInPyTorch(784) }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...asInPyTorch(30) }),
    ),
    x: { shape: [rows.length, 784], data: Float32Array.from(pixels) },
    y,
    loss: distance,
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 64,
    steps: 300,
    skill: accuracy(y.data),
  }),
};
