import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, uniform } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const noise = uniform(random(15), 100, 0, 10);
const inputs = Array.from(noise, (_, row) => row);
const targets = inputs.map((input) => 2 * input + 4 + noise[input]);

const halfSquaredError = (truths: tf.Tensor, outputs: tf.Tensor): tf.Tensor =>
  tf.div(tf.mean(tf.square(tf.sub(truths, outputs))), 2);

function training(seed: number, learningRate: number): Training {
  const ones = { kernelInitializer: 'ones', biasInitializer: 'ones' } as const;
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, inputShape: [1], ...ones })),
    x: column(inputs),
    y: column(targets),
    loss: halfSquaredError,
    optimizer: 'sgd',
    learningRate,
    batchSize: 100,
    steps: 100,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'line-to-100-rate-0.5',
  changes: 'Nothing but our own draw of the noise.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 0.5),
  repaired: (seed) => training(seed, 0.0005),
};
