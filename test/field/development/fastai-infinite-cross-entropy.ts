import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { mapped, mnist, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

/** Mean and deviation of the pixels of MNIST. */
const [MEAN, DEVIATION] = [33.3, 78.6];

const { x, y } = mnist(600);

/** The cross-entropy as the source writes it by hand: the logarithm has no lower bound. */
const handWritten = (truths: tf.Tensor, guesses: tf.Tensor): tf.Tensor =>
  tf.mean(tf.neg(tf.log(tf.sum(tf.mul(truths, guesses), -1))));

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 10, activation: 'softmax', inputShape: [784], ...normalInit(1 / 28) }),
    ),
    x: isRepaired ? mapped(x, (pixel) => (pixel - MEAN) / DEVIATION) : x,
    y: oneHot(y.data, 10),
    loss: handWritten,
    optimizer: 'sgd',
    learningRate: 0.01,
    batchSize: 64,
    steps: 300,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'fastai-infinite-cross-entropy',
  changes:
    'Only the first form of the loss, −log(guess); gradient descent with 0.01, 600 digits and 300 steps are ours.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
