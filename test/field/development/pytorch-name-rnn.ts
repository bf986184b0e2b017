import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels } from '../data.js';
import { reviews } from '../datasets.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [LETTERS, LENGTH, LANGUAGES, UNITS] = [28, 6, 4, 32];
const names = reviews(300, LENGTH, LETTERS, LANGUAGES);
const data = new Float32Array(names.x.data.length * LETTERS);
names.x.data.forEach((letter, i) => {
  data[i * LETTERS + letter] = 1;
});
const bound = 1 / Math.sqrt(UNITS);
const init = tfl.initializers.randomUniform({ minval: -bound, maxval: bound });

export const network: FieldNetwork = {
  id: 'pytorch-name-rnn',
  changes:
    'Made names of 6 letters in 4 languages, 32 units; 300 batches of 20 at 0.1 instead of single names at 0.005.',
  learnsFrom: 0.4,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.simpleRNN({
        ...{ units: UNITS, kernelInitializer: init, recurrentInitializer: init, biasInitializer: init },
        inputShape: [LENGTH, LETTERS],
      }),
      tfl.layers.dense({ units: LANGUAGES, kernelInitializer: init, biasInitializer: init }),
    ),
    x: { shape: [300, LENGTH, LETTERS], data },
    y: labels(names.y.data),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 20,
    steps: 300,
    skill: accuracy(names.y.data),
  }),
};
