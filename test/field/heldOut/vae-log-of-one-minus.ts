import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped, mnist, smaller } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const [COUNT, PIXELS] = [100, 196];
const x: Values = {
  shape: [COUNT, PIXELS],
  data: mapped(smaller(mnist(COUNT).x, 2), (pixel) => (pixel > 127 ? 1 : 0)).data,
};

/** The loss of the source, with the number that keeps a logarithm from 0. */
function reconstruction(epsilon: number): (targets: tf.Tensor, outputs: tf.Tensor) => tf.Tensor {
  return (targets, outputs) => {
    const on = tf.mul(targets, tf.log(tf.add(epsilon, outputs)));
    const off = tf.mul(tf.sub(1, targets), tf.log(tf.sub(tf.add(epsilon, 1), outputs)));
    return tf.neg(tf.mean(tf.sum(tf.add(on, off), 1)));
  };
}

function training(seed: number, epsilon: number): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [PIXELS] }),
      tfl.layers.dense({ units: PIXELS, activation: 'sigmoid' }),
    ),
    x,
    y: x,
    loss: reconstruction(epsilon),
    optimizer: 'adam',
    learningRate: 0.03,
    batchSize: 50,
    steps: 300,
    skill: explained(x.data),
  };
}

export const network: FieldNetwork = {
  id: 'vae-log-of-one-minus',
  changes: '100 digits of 14 × 14 whose pixels are 0 or 1, 64 hidden units without a random part; Adam at 0.03.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 1e-10),
  repaired: (seed) => training(seed, 1e-7),
};
