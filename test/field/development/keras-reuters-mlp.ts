import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { multiHot, reviews } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [TOPICS, WORDS] = [8, 200];
const made = reviews(480, 20, WORDS, TOPICS);
const x = multiHot(made.x, WORDS);

export const network: FieldNetwork = {
  id: 'keras-reuters-mlp',
  changes: 'Made texts of 20 words out of 200 in 8 topics; 64 units; 400 steps of Adadelta with a rate of 1.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 64, activation: 'relu', inputShape: [WORDS] }),
      tfl.layers.batchNormalization(),
      tfl.layers.dropout({ rate: 0.5 }),
      tfl.layers.dense({ units: TOPICS, activation: 'softmax' }),
    ),
    x,
    y: oneHot(made.y.data, TOPICS),
    loss: 'categoricalCrossentropy',
    optimizer: (rate) => tf.train.adadelta(rate),
    learningRate: 1,
    batchSize: 16,
    steps: 400,
    skill: accuracy(made.y.data),
  }),
};
