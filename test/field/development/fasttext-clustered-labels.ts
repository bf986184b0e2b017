import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels, oneHot } from '../data.js';
import { reviews } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, LENGTH, WORDS, CLASSES] = [240, 10, 120, 4];
const made = reviews(ROWS, LENGTH, WORDS, CLASSES);
const order = [...made.y.data.keys()].sort((row, other) => made.y.data[row] - made.y.data[other]);
const y = labels(order.map((row) => made.y.data[row]));
const sorted = order.flatMap((row) => Array.from(made.x.data.subarray(row * LENGTH, (row + 1) * LENGTH)));

function training(seed: number, isOrdered: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 10, inputLength: LENGTH }),
      tfl.layers.globalAveragePooling1d({}),
      tfl.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ),
    x: { shape: [ROWS, LENGTH], data: Int32Array.from(sorted) },
    y: oneHot(y.data, CLASSES),
    loss: 'categoricalCrossentropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 1,
    steps: 5 * ROWS,
    isOrdered,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'fasttext-clustered-labels',
  changes: '240 made lines of 10 words in 4 classes, 5 epochs; vectors of 10 numbers; a constant rate of 0.5.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, true),
  repaired: (seed) => training(seed, false),
};
