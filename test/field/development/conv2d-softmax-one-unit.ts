import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, mapped } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

function training(seed: number, activation: 'softmax' | 'sigmoid'): Training {
  const { x, y } = pictures(100 + seed, 200, 24, 2);
  const raw = mapped(x, (pixel) => 255 * pixel);
  const mean = Array.from(raw.data).reduce((sum, pixel) => sum + pixel, 0) / raw.data.length;
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 12, kernelSize: 7, activation: 'relu', inputShape: [24, 24, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu' }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, activation: 'relu', padding: 'same' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.dense({ units: 1, activation }),
    ),
    x: mapped(raw, (pixel) => pixel - mean),
    y: column(y.data),
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 8,
    steps: 200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'conv2d-softmax-one-unit',
  changes: 'Made pictures of 24 × 24 in grey, about an eighth of the filters, one pooling less.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'softmax'),
  repaired: (seed) => training(seed, 'sigmoid'),
};
