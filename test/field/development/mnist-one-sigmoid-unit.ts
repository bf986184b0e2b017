import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, mnist, oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const COUNT = 600;
const { x: raw, y } = mnist(COUNT);

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [784] }),
      tfl.layers.dense({ units: isRepaired ? 10 : 1, activation: isRepaired ? 'softmax' : 'sigmoid' }),
    ),
    x: isRepaired ? pixelRows(COUNT).x : raw,
    y: isRepaired ? oneHot(y.data, 10) : column(Array.from(y.data)),
    loss: isRepaired ? 'categoricalCrossentropy' : 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 190,
    skill: isRepaired
      ? accuracy(y.data)
      : (outputs) => accuracy(y.data)(Float32Array.from(oneHot(Array.from(outputs, Math.round), 10).data)),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-one-sigmoid-unit',
  changes: '600 digits, 10 epochs. The rounded output of the single unit is the digit that it names.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
