import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import { column, type Samples } from '../data.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const ROWS = 120;
const draws = random(596).uniform(new Float32Array(2 * ROWS));
/** Two columns that vary, and one that is 255 in every row. */
const raw: Samples = {
  x: {
    shape: [ROWS, 3],
    data: Float32Array.from({ length: 3 * ROWS }, (_, i) =>
      i % 3 === 2 ? 255 : 255 * draws[2 * Math.floor(i / 3) + (i % 3)],
    ),
  },
  y: column(Array.from({ length: ROWS }, (_, row) => 100 + 50 * draws[2 * row] * draws[2 * row + 1])),
};

function normalized({ shape: [rows, columns], data }: Values, divisorOfNone: number): Values {
  const ranges = Array.from({ length: columns }, (_, place) => {
    const own = data.filter((_value, i) => i % columns === place);
    return [Math.min(...own), Math.max(...own)];
  });
  const scale = (value: number, i: number): number => {
    const [low, high] = ranges[i % columns];
    return (value - low) / (high - low || divisorOfNone);
  };
  return { shape: [rows, columns], data: Float32Array.from(data, scale) };
}

function training(seed: number, divisorOfNone: number): Training {
  const y = normalized(raw.y, 1);
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 16, activation: 'relu', inputShape: [3] }),
      tfl.layers.dense({ units: 1, activation: 'sigmoid' }),
    ),
    x: normalized(raw.x, divisorOfNone),
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.02,
    batchSize: 24,
    steps: 150,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'ml5-column-without-range',
  changes: '120 made rows of colors whose third part is always 255, Adam at 0.02, 150 batches.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 0),
  repaired: (seed) => training(seed, 1),
};
