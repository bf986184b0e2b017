import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, moons, standardized } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = moons(100, 0.3);

export const network: FieldNetwork = {
  id: 'sklearn-mlp-alpha',
  changes: 'The moons with Adam at 0.001 and 300 batches; the penalty is 0.1 over the number of samples.',
  learnsFrom: 0.7,
  build: (seed) => ({
    model: chain(
      seed,
      ...[1, 2, 3].map((place) =>
        tfl.layers.dense({
          units: place === 3 ? 1 : 100,
          activation: place === 3 ? 'sigmoid' : 'relu',
          kernelRegularizer: tfl.regularizers.l2({ l2: 0.0005 }),
          ...(place === 1 && { inputShape: [2] }),
        }),
      ),
    ),
    x: standardized(x),
    y: column(y.data),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 50,
    steps: 300,
    skill: accuracy(y.data),
  }),
};
