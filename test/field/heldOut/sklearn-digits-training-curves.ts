import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { images } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(500);
const penalty = () => ({ kernelRegularizer: tfl.regularizers.l2({ l2: 0.0001 }) });

export const network: FieldNetwork = {
  id: 'sklearn-digits-training-curves',
  changes: '500 digits of MNIST of 14 × 14; 60 batches of 200.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [14, 14, 1] }),
      tfl.layers.dense({ units: 100, activation: 'relu', kernelInitializer: 'glorotUniform', ...penalty() }),
      tfl.layers.dense({ units: 10, activation: 'softmax', kernelInitializer: 'glorotUniform', ...penalty() }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.01,
    batchSize: 200,
    steps: 60,
    skill: accuracy(y.data),
  }),
};
