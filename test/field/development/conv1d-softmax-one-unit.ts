import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** Sequences of 10 steps with 4 features; the class says whether the first feature rises. */
function sequences(seed: number) {
  const { data } = normalRows(random(seed), 300, 40);
  const classes = Array.from({ length: 300 }, (_, row) => {
    const at = (step: number): number => data[row * 40 + step * 4];
    return at(7) + at(8) + at(9) > at(0) + at(1) + at(2) ? 1 : 0;
  });
  return { x: { shape: [300, 10, 4], data }, classes };
}

function training(seed: number, activation: 'softmax' | 'sigmoid'): Training {
  const { x, classes } = sequences(100 + seed);
  const convolution = (filters: number, isFirst: boolean) => [
    tfl.layers.conv1d({ filters, kernelSize: 4, padding: 'same', ...(isFirst && { inputShape: [10, 4] }) }),
    tfl.layers.batchNormalization({ momentum: 0.9 }),
    tfl.layers.leakyReLU({ alpha: 0.3 }),
    tfl.layers.dropout({ rate: 0.2 }),
  ];
  return {
    model: chain(
      seed,
      ...convolution(16, true),
      ...convolution(8, false),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64 }),
      tfl.layers.batchNormalization({ momentum: 0.9 }),
      tfl.layers.leakyReLU({ alpha: 0.3 }),
      tfl.layers.dense({ units: 1, activation }),
    ),
    x,
    y: column(classes),
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 64,
    steps: 200,
    skill: accuracy(classes),
  };
}

export const network: FieldNetwork = {
  id: 'conv1d-softmax-one-unit',
  changes: 'Made sequences, 300 of them, in batches of 64; a momentum of 0.9 because the steps are few.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'softmax'),
  repaired: (seed) => training(seed, 'sigmoid'),
};
