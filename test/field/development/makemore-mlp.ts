import * as tfl from '@tensorflow/tfjs-layers';
import { asInPyTorch, chain } from '../build.js';
import { labels, matrix } from '../data.js';
import { LETTERS, letters } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { information } from '../skill.js';

const { windows, next } = letters(1500, 4);

export const network: FieldNetwork = {
  id: 'makemore-mlp',
  changes:
    'Letters of a story instead of names, 4 before the next one; embeddings of 32, Adam at 0.001 without decay, 600 steps.',
  learnsFrom: 0.15,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: LETTERS, outputDim: 32, inputLength: 4, embeddingsInitializer: 'randomNormal' }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 64, activation: 'tanh', ...asInPyTorch(128) }),
      tfl.layers.dense({ units: LETTERS, ...asInPyTorch(64) }),
    ),
    x: matrix(windows),
    y: labels(next),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 600,
    skill: information(next, LETTERS, true),
  }),
};
