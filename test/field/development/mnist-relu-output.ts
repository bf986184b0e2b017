import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(500);

function training(seed: number, activation: 'relu' | 'softmax'): Training {
  const biasInitializer = tfl.initializers.constant({ value: 0.1 });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({
        filters: 8,
        kernelSize: 5,
        padding: 'same',
        activation: 'relu',
        biasInitializer,
        inputShape: [14, 14, 1],
      }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 5, padding: 'same', activation: 'relu', biasInitializer }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 128, activation: 'relu', biasInitializer }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 10, activation, biasInitializer }),
    ),
    x: mapped(smaller(x, 2), (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: 'categoricalCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 50,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-relu-output',
  changes: 'Images of 14 × 14, a quarter of the filters, an eighth of the units; 500 digits, 150 steps.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'softmax'),
};
