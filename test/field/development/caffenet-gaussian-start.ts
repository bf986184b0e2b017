import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** The part that the deviations of the source are of those of He, in the mean over its layers. */
const PART_OF_HE = 0.28;

const { x, y } = images(500);

function training(seed: number, part: number): Training {
  const init = (inputs: number) => ({
    kernelInitializer: tfl.initializers.randomNormal({ mean: 0, stddev: part * Math.sqrt(2 / inputs) }),
  });
  const conv = (filters: number, channels: number) =>
    tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', ...init(9 * channels) });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1], ...init(9) }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      conv(16, 8),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      conv(16, 16),
      conv(16, 16),
      conv(16, 16),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu', ...init(144) }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 64, activation: 'relu', ...init(64) }),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: 10, ...init(64) }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 32,
    steps: 250,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'caffenet-gaussian-start',
  changes:
    'Digits of 14 × 14 and narrow layers; the deviations are the same part of those of He as in the source, since the narrow layers have fewer inputs.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, PART_OF_HE),
  repaired: (seed) => training(seed, 1),
};
