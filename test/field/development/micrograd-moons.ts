import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, moons } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

/** The hinge loss for targets of −1 and 1. */
const hinge = (y: tf.Tensor, output: tf.Tensor): tf.Tensor => tf.mean(tf.relu(tf.sub(1, tf.mul(y, output))));

const { x, y } = moons(100, 0.1);
const signs = Array.from(y.data, (label) => 2 * label - 1);

/** The author's neurons draw each weight from U(±1) and start with a bias of 0. */
const init = { kernelInitializer: tfl.initializers.randomUniform({ minval: -1, maxval: 1 }) };

export const network: FieldNetwork = {
  id: 'micrograd-moons',
  changes:
    'A constant rate of 0.1, the last one of the source, and no weight decay; the draw of the weights is that of the library.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [2], ...init }),
      tfl.layers.dense({ units: 16, activation: 'relu', ...init }),
      tfl.layers.dense({ units: 1, ...init }),
    ),
    x,
    y: column(signs),
    loss: hinge,
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 100,
    steps: 150,
    skill: accuracy(signs, 0),
  }),
};
