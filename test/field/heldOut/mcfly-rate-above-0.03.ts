import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { labels } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const [COUNT, LENGTH, CLASSES] = [240, 32, 6];
const noise = random(43).normal(new Float32Array(COUNT * LENGTH * 3));
const kinds = Array.from({ length: COUNT }, (_, window) => window % CLASSES);
/** Three axes that swing faster the higher the number of the activity is. */
const x: Values = {
  shape: [COUNT, LENGTH, 3],
  data: noise.map((value, i) => {
    const [window, step, axis] = [Math.floor(i / (3 * LENGTH)), Math.floor(i / 3) % LENGTH, i % 3];
    return Math.sin(0.25 * (1 + kinds[window]) * step + axis + window) + 0.4 * value;
  }),
};

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv1d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [LENGTH, 3] }),
      tfl.layers.conv1d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tfl.layers.conv1d({ filters: 32, kernelSize: 3, padding: 'same', activation: 'relu' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'relu' }),
      tfl.layers.dense({ units: CLASSES, activation: 'softmax' }),
    ),
    x,
    y: labels(kinds),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate,
    batchSize: 24,
    steps: 200,
    skill: accuracy(kinds),
  };
}

export const network: FieldNetwork = {
  id: 'mcfly-rate-above-0.03',
  changes:
    '240 made windows of 32 steps with 6 activities, three convolutions of 32 filters; a rate of 0.1, and 0.001 as repair; 200 batches.',
  learnsFrom: 0.7,

  build: (seed) => training(seed, 0.1),
  repaired: (seed) => training(seed, 0.001),
};
