import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { oneHot, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const classes = Array.from({ length: 200 }, (_, row) => row % 2);
const draws = uniform(random(5), 400, 0, 0.2);
const x = { shape: [200, 2], data: draws.map((draw, i) => draw + (classes[Math.floor(i / 2)] === 1 ? 0.5 : 0.2)) };

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 2, activation: 'sigmoid', inputShape: [2] }),
      tfl.layers.dense({ units: 2, activation: 'softmax' }),
    ),
    x,
    y: oneHot(classes, 2),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate,
    batchSize: 32,
    steps: 35,
    skill: accuracy(classes),
  };
}

export const network: FieldNetwork = {
  id: 'two-intervals-adam-default-rate',
  changes: 'The source does not say how far the repair raises the rate: it is 0.1 here.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 0.001),
  repaired: (seed) => training(seed, 0.1),
};
