import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, matrix } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const points = [0, 1, 2, 3];
const targets = points.map((point) => point ** 2);

const summedError = (truths: tf.Tensor, outputs: tf.Tensor): tf.Tensor => tf.sum(tf.square(tf.sub(truths, outputs)));

function training(seed: number, learningRate: number): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: 1, kernelInitializer: 'zeros', inputShape: [2] })),
    x: matrix(points.map((point) => [point ** 2, point])),
    y: column(targets),
    loss: summedError,
    optimizer: 'sgd',
    learningRate,
    batchSize: 4,
    steps: 100,
    skill: explained(targets),
  };
}

export const network: FieldNetwork = {
  id: 'parabola-sum-loss',
  changes: 'The three parameters are a dense layer on the columns x² and x.',
  learnsFrom: 0.9,
  build: (seed) => training(seed, 0.01),
  repaired: (seed) => training(seed, 0.001),
};
