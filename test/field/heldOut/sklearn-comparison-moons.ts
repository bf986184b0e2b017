import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { column, moons, standardized } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const COUNT = 100;
const { x, y } = moons(COUNT, 0.3);
/** The library divides its penalty of 1 by the samples of a batch and by 2. */
const penalty = () => ({ kernelRegularizer: tfl.regularizers.l2({ l2: 1 / (2 * COUNT) }) });

export const network: FieldNetwork = {
  id: 'sklearn-comparison-moons',
  changes: '600 steps.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({
        units: 100,
        activation: 'relu',
        kernelInitializer: 'glorotUniform',
        inputShape: [2],
        ...penalty(),
      }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid', kernelInitializer: 'glorotUniform', ...penalty() }),
    ),
    x: standardized(x),
    y: column(y.data),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: COUNT,
    steps: 600,
    skill: accuracy(y.data),
  }),
};
