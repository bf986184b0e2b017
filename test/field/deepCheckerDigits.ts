import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from './build.js';
import { images } from './datasets.js';
import type { Training, Values } from './network.js';
import { accuracy } from './skill.js';

const digits = images(400);

/** Settings with which a faulty convolutional network differs from the clean one. */
export interface DigitsOptions extends Partial<Training> {
  activation?: 'relu' | 'softmax';
  output?: 'linear' | 'softmax';
}

/** Builds the convolutional network of the benchmark, smaller and on digits of 14 × 14. */
export function digitsTraining(seed: number, options: DigitsOptions = {}): Training {
  const { activation = 'relu', output = 'linear', ...rest } = options;
  const own = () => ({ kernelInitializer: 'heNormal' as const, activation, ...penalty() });
  const penalty = () => ({ kernelRegularizer: tfl.regularizers.l2({ l2: 1e-5 }) });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 8, kernelSize: 5, padding: 'same', inputShape: [14, 14, 1], ...own() }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', ...own() }),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, ...own() }),
      tfl.layers.dense({ units: 10, activation: output, ...penalty() }),
    ),
    x: digits.x,
    y: digits.y,
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 32,
    steps: 200,
    skill: accuracy(digits.y.data),
    ...rest,
  };
}

/** The labels of the digits. */
export const DIGITS: Values = digits.y;

/** Differences of all these networks from those of the benchmark. */
export const DIGITS_CHANGES = '400 digits of 14 × 14, filters 8 and 16 and a layer of 64, 200 batches';

/** The least skill with which a convolutional network of the benchmark learns. */
export const DIGITS_LEARN = 0.7;
