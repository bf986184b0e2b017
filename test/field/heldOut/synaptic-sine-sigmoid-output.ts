import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const COUNT = 64;
const angles = Array.from({ length: COUNT }, (_, i) => -Math.PI + (2 * Math.PI * i) / (COUNT - 1));
const sines = angles.map((angle) => Math.sin(angle));

/** The cross-entropy whose gradient is output minus target, as the library computes it. */
function crossEntropy(targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const p = tf.clipByValue(outputs, 1e-6, 1 - 1e-6);
  const likelihood = tf.add(tf.mul(targets, tf.log(p)), tf.mul(tf.sub(1, targets), tf.log(tf.sub(1, p))));
  return tf.neg(tf.mean(likelihood));
}

function training(seed: number, targets: number[]): Training {
  const start = () => ({ kernelInitializer: tfl.initializers.randomUniform({ minval: -1, maxval: 1 }) });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 12, activation: 'sigmoid', inputShape: [1], ...start() }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', ...start() }),
    ),
    x: column(angles),
    y: column(targets),
    loss: crossEntropy,
    optimizer: 'sgd',
    learningRate: 1,
    batchSize: 8,
    steps: 1500,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'synaptic-sine-sigmoid-output',
  changes: '64 angles from -pi to pi, the start in -1..1, batches of 8 at a rate of 1, 1,500 updates.',
  learnsFrom: 0.8,
  build: (seed) => training(seed, sines),
  repaired: (seed) =>
    training(
      seed,
      sines.map((sine) => (sine + 1) / 2),
    ),
};
