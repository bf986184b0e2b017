import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column } from '../data.js';
import type { FieldNetwork, Values } from '../network.js';
import { accuracy } from '../skill.js';

const [ROWS, COLUMNS] = [400, 4];
/** The place of the pitch, the top of the zone and the side of the batter, all in 0..1. */
const data = random(20).uniform(new Float32Array(ROWS * COLUMNS));
const x: Values = {
  shape: [ROWS, COLUMNS],
  data: data.map((part, i) => (i % COLUMNS === 3 ? Math.round(part) : part)),
};
const isStrike = Float32Array.from({ length: ROWS }, (_, row) => {
  const [side, height, top] = data.subarray(row * COLUMNS);
  return Math.abs(side - 0.5) < 0.35 && height > 0.15 && height < 0.7 + 0.2 * top ? 1 : 0;
});

export const network: FieldNetwork = {
  id: 'tfjs-strike-zone',
  changes: '400 made pitches of four columns; Adam at 0.005, 400 batches of 40.',
  learnsFrom: 0.5,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.dense({ units: 20, activation: 'relu', inputShape: [COLUMNS] }),
      tfl.layers.dense({ units: 10, activation: 'relu' }),
      tfl.layers.dense({ units: 5, activation: 'relu' }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x,
    y: column(isStrike),
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.005,
    batchSize: 40,
    steps: 400,
    skill: accuracy(isStrike),
  }),
};
