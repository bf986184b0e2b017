import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { labels, matrix, oneHot } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

/** The words of two sentences by number, and the article, noun or verb that each of them is. */
const SENTENCES = [
  [0, 1, 2, 0],
  [5, 6, 7, 8],
];
const TAGS = [0, 1, 2, 0, 1, 2, 0, 1];

export const network: FieldNetwork = {
  id: 'pytorch-sequence-tagging',
  changes: 'The first four words of both sentences; 600 updates with both, instead of 300 with each.',
  learnsFrom: 0.9,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({
        inputDim: 9,
        outputDim: 6,
        inputLength: 4,
        embeddingsInitializer: tfl.initializers.randomNormal({ stddev: 1 }),
      }),
      tfl.layers.lstm({ units: 6, returnSequences: true }),
      tfl.layers.dense({ units: 3 }),
    ),
    x: matrix(SENTENCES),
    y: { shape: [2, 4, 3], data: oneHot(labels(TAGS).data, 3).data },
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.1,
    batchSize: 2,
    steps: 600,
    skill: accuracy(TAGS),
  }),
};
