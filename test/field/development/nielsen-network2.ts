import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(1000);

/** Each weight decays by this part of the rate, as with 5 for the 50,000 digits of the book. */
const PENALTY = 5 / 50_000;

const init = (inputs: number) => ({
  kernelInitializer: tfl.initializers.randomNormal({ mean: 0, stddev: 1 / Math.sqrt(inputs) }),
  biasInitializer: tfl.initializers.randomNormal({ mean: 0, stddev: 1 }),
  kernelRegularizer: tfl.regularizers.l2({ l2: PENALTY / 2 }),
});

/** The cross-entropy, summed over the ten outputs as in the book. */
function summedCrossEntropy(truths: tf.Tensor, outputs: tf.Tensor): tf.Tensor {
  const share = tf.clipByValue(outputs, 1e-7, 1 - 1e-7);
  const terms = tf.add(tf.mul(truths, tf.log(share)), tf.mul(tf.sub(1, truths), tf.log(tf.sub(1, share))));
  return tf.neg(tf.mean(tf.sum(terms, -1)));
}

export const network: FieldNetwork = {
  id: 'nielsen-network2',
  changes: '1,000 digits, 600 steps.',
  learnsFrom: 0.75,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 30, activation: 'sigmoid', inputShape: [784], ...init(784) }),
      tfl.layers.dense({ units: 10, activation: 'sigmoid', ...init(30) }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: summedCrossEntropy,
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 10,
    steps: 600,
    skill: accuracy(y.data),
  }),
};
