import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const rows = [
  [0, 0, 1],
  [0, 1, 1],
  [1, 0, 1],
  [1, 1, 1],
];
const y = column([0, 1, 1, 0]);
const kernelInitializer = tfl.initializers.randomUniform({ minval: -1, maxval: 1 });
const halfSquares = (targets: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.div(tf.sum(tf.square(tf.sub(outputs, targets))), 2);

export const network: FieldNetwork = {
  id: 'iamtrask-eleven-lines',
  changes: '1,500 steps instead of 60,000; a rate of 3 instead of 1.',
  learnsFrom: 0.9,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 4, activation: 'sigmoid', useBias: false, kernelInitializer, inputShape: [3] }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', useBias: false, kernelInitializer }),
    ),
    x: matrix(rows),
    y,
    loss: halfSquares,
    optimizer: 'sgd',
    learningRate: 3,
    batchSize: 4,
    steps: 1500,
    skill: accuracy(y.data),
  }),
};
