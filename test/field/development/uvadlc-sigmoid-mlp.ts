import * as tfl from '@tensorflow/tfjs-layers';
import { asInPyTorch, chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const WIDTHS = [784, 128, 64, 64, 32];
const { x, y } = pixelRows(640);

function training(seed: number, optimizer: 'momentum' | 'adam', learningRate: number): Training {
  const hidden = WIDTHS.slice(1).map((units, i) =>
    tfl.layers.dense({ units, activation: 'sigmoid', inputShape: [WIDTHS[i]], ...asInPyTorch(WIDTHS[i]) }),
  );
  return {
    model: chain(seed, ...hidden, tfl.layers.dense({ units: 10, ...asInPyTorch(32) })),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer,
    learningRate,
    batchSize: 64,
    steps: 500,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'uvadlc-sigmoid-mlp',
  changes:
    'Digits instead of clothes, four hidden layers of a quarter of the width of the tutorial; the repair is Adam, with 0.005; 500 steps.',
  learnsFrom: 0.4,
  build: (seed) => training(seed, 'momentum', 0.01),
  repaired: (seed) => training(seed, 'adam', 0.005),
};
