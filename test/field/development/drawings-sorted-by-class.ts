import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, type Samples, smaller } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const CLASSES = 5;

/** The digits from 0 to 4, as drawings, one kind after the other. */
function drawings(): Samples {
  const { x, y } = mnist(800);
  const small = mapped(smaller(x, 2), (pixel) => pixel / 255);
  const order = Array.from(y.data.keys())
    .filter((row) => y.data[row] < CLASSES)
    .sort((a, b) => y.data[a] - y.data[b]);
  const data = Float32Array.from(order.flatMap((row) => Array.from(small.data.subarray(196 * row, 196 * (row + 1)))));
  return {
    x: { shape: [order.length, 14, 14, 1], data },
    y: { shape: [order.length], data: Int32Array.from(order, (row) => y.data[row]) },
  };
}

const sorted = drawings();

/** The first 80 % of the rows, which are what is left for training. */
function firstRows({ shape: [count, ...rest], data }: Values): Values {
  const kept = Math.floor(0.8 * count);
  return { shape: [kept, ...rest], data: data.slice(0, (data.length / count) * kept) };
}

function training(seed: number, isShuffled: boolean): Training {
  const targets = oneHot(sorted.y.data, CLASSES);
  const { x, y } = isShuffled ? { x: sorted.x, y: targets } : { x: firstRows(sorted.x), y: firstRows(targets) };
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 20,
    steps: 160,
    isOrdered: !isShuffled,
    test: sorted.x,
    skill: accuracy(sorted.y.data),
  };
}

export const network: FieldNetwork = {
  id: 'drawings-sorted-by-class',
  changes: 'Digits 0 to 4 of 14 × 14 pixels as drawings, smaller layers, one pooling less. All rows measure the skill.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
