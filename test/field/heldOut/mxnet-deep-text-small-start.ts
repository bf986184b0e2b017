import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { multiHot, reviews } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, UNITS, CLASSES] = [100, 64, 10];
const { x, y } = reviews(400, 20, WORDS, CLASSES);

function training(seed: number, bound: number): Training {
  const start = () => ({ kernelInitializer: tfl.initializers.randomUniform({ minval: -bound, maxval: bound }) });
  const hidden = () => tfl.layers.dense({ units: UNITS, activation: 'relu', ...start() });
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: UNITS, activation: 'relu', inputShape: [WORDS], ...start() }),
      hidden(),
      hidden(),
      tfl.layers.dense({ units: CLASSES, activation: 'softmax', ...start() }),
    ),
    x: multiHot(x, WORDS),
    y,
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 40,
    steps: 300,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mxnet-deep-text-small-start',
  changes: '400 made documents of 20 words out of 100, three hidden layers of 64; SGD at 0.1, 300 batches.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 0.01),
  repaired: (seed) => training(seed, Math.sqrt(3 / UNITS)),
};
