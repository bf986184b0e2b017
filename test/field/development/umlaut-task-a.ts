import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(400);
const raw = smaller(x, 2);

function training(seed: number, isRepaired: boolean): Training {
  const activation = 'relu';
  const rate = isRepaired ? 0.2 : 0.8;
  const conv = (filters: number) => tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation, inputShape: [14, 14, 1] }),
      conv(8),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate }),
      conv(16),
      conv(16),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation }),
      tfl.layers.dense({ units: 64, activation }),
      tfl.layers.dropout({ rate }),
      tfl.layers.dense({ units: 10, activation: isRepaired ? 'softmax' : 'linear' }),
    ),
    x: isRepaired ? mapped(raw, (pixel) => pixel / 255) : raw,
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'umlaut-task-a',
  changes: 'Digits of 14 × 14 instead of photographs, fewer filters and units; 400 digits, 200 steps.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
