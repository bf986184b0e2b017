import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [SETS, POINTS] = [192, 20];
const stream = random(1);
const deviations = stream.split(0).uniform(new Float32Array(SETS));
const draws = stream.split(1).normal(new Float32Array(SETS * POINTS));
const points = draws.map((draw, i) => (0.2 + deviations[Math.floor(i / POINTS)]) * draw);
const targets = deviations.map((deviation) => (0.2 + deviation) ** 2);

/** The mean of the squared differences from targets of a shape, which the source does not check. */
function squaredError(shape: number[]): (truths: tf.Tensor, outputs: tf.Tensor) => tf.Tensor {
  return (truths, outputs) => tf.mean(tf.square(tf.sub(outputs, tf.reshape(truths, shape))));
}

function training(seed: number, shape: number[]): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [POINTS, 1] }),
      tfl.layers.globalAveragePooling1d({}),
      tfl.layers.dense({ units: 16, activation: 'relu' }),
      tfl.layers.dense({ units: 1 }),
    ),
    x: { shape: [SETS, POINTS, 1], data: points },
    y: column(targets),
    loss: squaredError(shape),
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 32,
    steps: 250,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'deepsets-statistics-broadcast',
  changes: '192 sets of 20 numbers with the variance as target, layers of 16, Adam at 0.01, batches of 32.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, [-1]),
  repaired: (seed) => training(seed, [-1, 1]),
};
