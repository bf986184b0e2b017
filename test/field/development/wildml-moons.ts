import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { moons, oneHot } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = moons(200, 0.2);
const summedLoss = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
  tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits))));
const kernelRegularizer = tfl.regularizers.l2({ l2: 0.005 });

export const network: FieldNetwork = {
  id: 'wildml-moons',
  changes: '1,000 steps instead of 20,000.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({
        ...{ units: 3, activation: 'tanh', inputShape: [2], kernelRegularizer },
        ...normalInit(1 / Math.sqrt(2)),
      }),
      tfl.layers.dense({ units: 2, kernelRegularizer, ...normalInit(1 / Math.sqrt(3)) }),
    ),
    x,
    y: oneHot(y.data, 2),
    loss: summedLoss,
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 200,
    steps: 1000,
    skill: accuracy(y.data),
  }),
};
