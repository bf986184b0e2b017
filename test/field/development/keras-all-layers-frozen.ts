import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, oneHot, smaller } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(400);

function training(seed: number, isFrozen: boolean): Training {
  const model = chain(
    seed,
    tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
    tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
    tfl.layers.maxPooling2d({ poolSize: 2 }),
    tfl.layers.dropout({ rate: 0.25 }),
    tfl.layers.flatten(),
    tfl.layers.dense({ units: 64, activation: 'relu' }),
    tfl.layers.dropout({ rate: 0.5 }),
    tfl.layers.dense({ units: 10, activation: 'softmax' }),
  );
  for (const layer of model.layers) layer.trainable = !isFrozen;
  return {
    model,
    x: mapped(smaller(x, 2), (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.002,
    batchSize: 32,
    steps: 200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-all-layers-frozen',
  changes: 'Images of 14 × 14, a quarter of the filters, half of the units; 400 digits, batches of 32; Adam at 0.002.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, true),
  repaired: (seed) => training(seed, false),
};
