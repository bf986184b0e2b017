import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, standardized, uniform } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, FEATURES] = [600, 30];

/** Features of −1, 0 and 1, whose weighted sum decides. */
function sites() {
  const stream = random(77);
  const draws = uniform(stream.split(0), ROWS * FEATURES, -1.5, 1.5);
  const weights = stream.split(1).normal(new Float32Array(FEATURES));
  const data = draws.map((draw) => Math.round(draw));
  const classes = Array.from({ length: ROWS }, (_, row) => {
    const site = Array.from(data.subarray(row * FEATURES, (row + 1) * FEATURES));
    return site.reduce((sum, value, i) => sum + value * weights[i], 0) > 0 ? 1 : 0;
  });
  return { x: standardized({ shape: [ROWS, FEATURES], data }), classes };
}

const { x, classes } = sites();

export const network: FieldNetwork = {
  id: 'tfjs-phishing',
  changes: 'Made sites; 600 rows, batches of 50 and 600 steps.',
  learnsFrom: 0.8,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 100, activation: 'sigmoid', inputShape: [FEATURES] }),
      tfl.layers.dense({ units: 100, activation: 'sigmoid' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y: column(classes),
    loss: 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 50,
    steps: 600,
    skill: accuracy(classes),
  }),
};
