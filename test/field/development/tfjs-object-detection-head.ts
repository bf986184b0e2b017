import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { matrix, normalRows } from '../data.js';
import type { FieldNetwork } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 300;

/** Sparse positive features, as a frozen network gives them, and what they tell of the box. */
function scene() {
  const stream = random(21);
  const latent = normalRows(stream.split(0), ROWS, 5);
  const mixing = stream.split(1).normal(new Float32Array(5 * 128));
  const rows = Array.from({ length: ROWS }, (_, row) => Array.from(latent.data.subarray(5 * row, 5 * row + 5)));
  const features = rows.map((cause) =>
    Array.from({ length: 128 }, (_, i) =>
      Math.max(0, 0.5 * cause.reduce((sum, value, k) => sum + value * mixing[k * 128 + i], 0)),
    ),
  );
  // The first target is the weighted label, and the others are the box, in units of 28 pixels.
  const targets = rows.map((cause) => cause.map((value, k) => (k === 0 ? 2 * Number(value > 0) : 4 + value)));
  return { features, targets };
}

const { features, targets } = scene();
const y = matrix(targets);

export const network: FieldNetwork = {
  id: 'tfjs-object-detection-head',
  changes: '128 made features in 2 × 2 places, a box in units of 28 pixels, one phase of training.',
  learnsFrom: 0.6,
  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.flatten({ inputShape: [2, 2, 32] }),
      tfl.layers.dense({ units: 200, activation: 'relu' }),
      tfl.layers.dense({ units: 5 }),
    ),
    x: { shape: [ROWS, 2, 2, 32], data: matrix(features).data },
    y,
    loss: 'meanSquaredError',
    optimizer: 'rmsprop',
    learningRate: 0.005,
    batchSize: 50,
    steps: 300,
    skill: explained(y.data, 5),
  }),
};
