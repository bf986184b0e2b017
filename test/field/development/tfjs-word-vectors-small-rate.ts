import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { normalRows } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { explained } from '../skill.js';

const [WORDS, SIZE] = [200, 300];

/** Size of a number in a word vector. */
const DEVIATION = 0.4;

const draws = normalRows(random(259), WORDS, SIZE);
const x = { ...draws, data: draws.data.map((draw) => DEVIATION * draw) };

/** The answer to a word is a word whose vector has its numbers in another order. */
const y = { ...x, data: x.data.map((_, i) => x.data[i - (i % SIZE) + ((i + 7) % SIZE)]) };

function training(seed: number, learningRate: number, steps: number): Training {
  return {
    model: chain(seed, tfl.layers.dense({ units: SIZE, inputShape: [SIZE] })),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'sgd',
    learningRate,
    batchSize: 25,
    steps,
    skill: explained(y.data, SIZE),
  };
}

export const network: FieldNetwork = {
  id: 'tfjs-word-vectors-small-rate',
  changes: 'Made vectors of 200 words; the repair takes 50 epochs.',
  learnsFrom: 0.4,
  build: (seed) => training(seed, 0.01, 24),
  repaired: (seed) => training(seed, 1, 400),
};
