import * as tfl from '@tensorflow/tfjs-layers';
import { chain, uniformInit } from '../build.js';
import { clusters, column, standardized } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = clusters(15, 400, 30, 2, 2);

function training(seed: number, loss: string): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [30], ...uniformInit() }),
      tfl.layers.dropout({ rate: 0.1 }),
      tfl.layers.dense({ units: 16, activation: 'relu', ...uniformInit() }),
      tfl.layers.dropout({ rate: 0.1 }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...uniformInit() }),
    ),
    x: standardized(x),
    y: column(y.data),
    loss,
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 100,
    steps: 400,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-one-unit-categorical',
  changes: 'A made table of 400 rows with two kinds that overlap; 400 steps.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, 'categoricalCrossentropy'),
  repaired: (seed) => training(seed, 'binaryCrossentropy'),
};
