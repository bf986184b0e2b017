import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { accuracy } from '../skill.js';

const bits = random(123)
  .uniform(new Float32Array(300))
  .map((draw) => (draw < 0.5 ? 0 : 1));
const x: Values = { shape: [100, 3], data: bits };
const y = column(Array.from({ length: 100 }, (_, i) => (bits[3 * i] + bits[3 * i + 1] + bits[3 * i + 2] > 1 ? 1 : 0)));

function training(seed: number, output: 'softmax' | 'sigmoid', steps: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, activation: 'relu', inputShape: [3] }),
      tfl.layers.dense({ units: 1, activation: output }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'rmsprop',
    learningRate: 0.001,
    batchSize: 20,
    steps,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'majority-of-three-softmax',
  changes: '20 epochs with the softmax, since the source does not say how few there were.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 'softmax', 100),
  repaired: (seed) => training(seed, 'sigmoid', 1500),
};
