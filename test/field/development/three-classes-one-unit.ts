import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const SIDE = 14;
const digits = images(900);
const chosen = [...digits.y.data.keys()].filter((row) => digits.y.data[row] < 3);
const kinds = chosen.map((row) => digits.y.data[row]);
const pixels = chosen.flatMap((row) => Array.from(digits.x.data.subarray(row * SIDE ** 2, (row + 1) * SIDE ** 2)));
const x = { shape: [chosen.length, SIDE, SIDE, 1], data: Float32Array.from(pixels) };

/** A single output names the class that is nearest to it. */
function skill(outputs: Float32Array): number {
  const isSingle = outputs.length === kinds.length;
  const scores = isSingle
    ? Array.from(outputs).flatMap((output) => [0, 1, 2].map((kind) => -Math.abs(output - kind)))
    : outputs;
  return accuracy(kinds)(Float32Array.from(scores));
}

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [SIDE, SIDE, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu' }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dropout({ rate: 0.5 }),
      isRepaired
        ? tfl.layers.dense({ units: 3, activation: 'softmax' })
        : tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y: isRepaired ? oneHot(kinds, 3) : column(kinds),
    loss: isRepaired ? 'categoricalCrossentropy' : 'binaryCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 16,
    steps: 200,
    skill,
  };
}

export const network: FieldNetwork = {
  id: 'three-classes-one-unit',
  changes: 'Digits 0, 1 and 2 of 14 × 14 instead of photographs; two blocks of 8 filters instead of three; 200 steps.',
  learnsFrom: 0.75,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
