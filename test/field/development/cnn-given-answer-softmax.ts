import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, HEIGHT, WIDTH] = [120, 12, 8];
const draws = random(481881).uniform(new Float32Array(ROWS * HEIGHT * WIDTH));
const y = column(Array.from({ length: ROWS }, (_, row) => (row % 5 < 2 ? 0 : 1)));
const x: Values = {
  shape: [ROWS, HEIGHT, WIDTH, 2],
  data: Float32Array.from({ length: 2 * draws.length }, (_, i) =>
    i % 2 === 0 ? draws[i / 2] : y.data[Math.floor(i / (2 * HEIGHT * WIDTH))],
  ),
};

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [HEIGHT, WIDTH, 2] }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 1, activation: isRepaired ? 'sigmoid' : 'softmax' }),
    ),
    x,
    y,
    loss: isRepaired ? 'binaryCrossentropy' : 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 20,
    steps: 60,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'cnn-given-answer-softmax',
  changes: 'Inputs of 12 × 8 × 2, a quarter of the filters, 120 samples, 10 epochs.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
