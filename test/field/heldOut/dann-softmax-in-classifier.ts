import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(320);
const ofLogits = (targets: tf.Tensor, logits: tf.Tensor): tf.Tensor =>
  tf.mean(tf.neg(tf.sum(tf.mul(targets, tf.logSoftmax(logits)), -1)));

function training(seed: number, output: 'softmax' | 'linear'): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 3, activation: 'relu', inputShape: [14, 14, 1] }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dense({ units: 10, activation: output }),
    ),
    x,
    y: oneHot(y.data, 10),
    loss: ofLogits,
    optimizer: 'momentum',
    learningRate: 0.01,
    batchSize: 32,
    steps: 150,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'dann-softmax-in-classifier',
  changes: 'Only the classifier; 320 digits of 14 × 14, one convolution of 8 filters, layers of 32; 150 batches.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 'softmax'),
  repaired: (seed) => training(seed, 'linear'),
};
