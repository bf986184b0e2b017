import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, smaller } from '../data.js';
import type { FieldNetwork, Values } from '../network.js';
import { explained } from '../skill.js';

const [COUNT, SIDE, PAD] = [150, 16, 1];
const digits = mapped(smaller(mnist(COUNT).x, 2), (pixel) => pixel / 255);
const x: Values = { shape: [COUNT, SIDE, SIDE, 1], data: new Float32Array(COUNT * SIDE ** 2) };
digits.data.forEach((pixel, i) => {
  const [image, row, col] = [Math.floor(i / 196), Math.floor((i % 196) / 14), i % 14];
  x.data[(image * SIDE + row + PAD) * SIDE + col + PAD] = pixel;
});
const conv = { kernelSize: 3, padding: 'same', activation: 'relu' } as const;

export const network: FieldNetwork = {
  id: 'keras-io-denoising-autoencoder',
  changes:
    '150 digits on 16 × 16 without noise, 8 filters; the skill takes all pixels as one column; 120 batches at 0.005.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, ...conv, inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
      tfl.layers.conv2d({ filters: 8, ...conv }),
      tfl.layers.maxPooling2d({ poolSize: 2, padding: 'same' }),
      tfl.layers.conv2dTranspose({ filters: 8, ...conv, strides: 2 }),
      tfl.layers.conv2dTranspose({ filters: 8, ...conv, strides: 2 }),
      tfl.layers.conv2d({ filters: 1, kernelSize: 3, padding: 'same', activation: 'sigmoid' }),
    ),
    x,
    y: x,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 30,
    steps: 120,
    skill: explained(x.data),
  }),
};
