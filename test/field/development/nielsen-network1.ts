import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { pixelRows } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = pixelRows(1000);

const draw = tfl.initializers.randomNormal({ mean: 0, stddev: 1 });
const init = { kernelInitializer: draw, biasInitializer: draw };

/** Half the squared error, summed over the ten outputs as in the book. */
const halfSquaredError = (truths: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.div(tf.mean(tf.sum(tf.square(tf.sub(truths, outputs)), -1)), 2);

export const network: FieldNetwork = {
  id: 'nielsen-network1',
  changes: '1,000 digits, 1,000 steps.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 30, activation: 'sigmoid', inputShape: [784], ...init }),
      tfl.layers.dense({ units: 10, activation: 'sigmoid', ...init }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: halfSquaredError,
    optimizer: 'sgd',
    learningRate: 3,
    batchSize: 10,
    steps: 1000,
    skill: accuracy(y.data),
  }),
};
