import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { labels } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { information } from '../skill.js';

const [PAIRS, LETTERS] = [1600, 27];
const draws = random(27).uniform(new Float32Array(2 * PAIRS));
const letters = Int32Array.from(draws.subarray(0, PAIRS), (draw) => Math.floor(LETTERS * draw));

/** After each letter come three others, the first of them most often. */
const next = letters.map((letter, pair) => {
  const draw = draws[PAIRS + pair];
  const choice = draw < 0.6 ? 1 : draw < 0.85 ? 2 : 3;
  return (letter * 5 + choice * 7) % LETTERS;
});

export const network: FieldNetwork = {
  id: 'makemore-bigram',
  changes:
    'Made pairs of letters instead of names; Adam without weight decay, with a rate of 0.02 instead of 0.0005, and 500 steps.',
  learnsFrom: 0.4,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.embedding({ inputDim: LETTERS, outputDim: LETTERS, inputLength: 1, embeddingsInitializer: 'zeros' }),
      tfl.layers.flatten(),
    ),
    x: { shape: [PAIRS, 1], data: letters },
    y: labels(next),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.02,
    batchSize: 32,
    steps: 500,
    skill: information(next, LETTERS, true),
  }),
};
