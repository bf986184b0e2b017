import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { reviews } from '../made.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [WORDS, LENGTH] = [100, 12];
const { x, y } = reviews(200, 240, WORDS, LENGTH);

export const network: FieldNetwork = {
  id: 'keras-io-imdb-bidirectional',
  changes: 'Made reviews of 12 words out of 100; vectors of 16, 8 units; 120 batches at 0.005.',
  learnsFrom: 0.7,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: WORDS, outputDim: 16, inputLength: LENGTH }),
      tfl.layers.bidirectional({
        layer: tfl.layers.lstm({ units: 8, returnSequences: true }) as tfl.RNN,
        mergeMode: 'concat',
      }),
      tfl.layers.bidirectional({ layer: tfl.layers.lstm({ units: 8 }) as tfl.RNN, mergeMode: 'concat' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 24,
    steps: 120,
    skill: accuracy(y.data),
  }),
};
