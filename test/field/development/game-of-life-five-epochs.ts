import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const [FIELDS, SIDE] = [256, 8];
const cells = random(8)
  .uniform(new Float32Array(FIELDS * SIDE ** 2))
  .map(Math.round);

/** A cell of a field whose borders are joined. */
function cell(field: number, row: number, column: number): number {
  return cells[field * SIDE ** 2 + ((row + SIDE) % SIDE) * SIDE + ((column + SIDE) % SIDE)];
}

const padded = new Float32Array(FIELDS * (SIDE + 2) ** 2).map((_, i) => {
  const [row, column] = [Math.floor(i / (SIDE + 2)) % (SIDE + 2), i % (SIDE + 2)];
  return cell(Math.floor(i / (SIDE + 2) ** 2), row - 1, column - 1);
});

const next = cells.map((alive, i) => {
  const [field, row, column] = [Math.floor(i / SIDE ** 2), Math.floor(i / SIDE) % SIDE, i % SIDE];
  let neighbours = -alive;
  for (const down of [-1, 0, 1]) for (const right of [-1, 0, 1]) neighbours += cell(field, row + down, column + right);
  return neighbours === 3 || (neighbours === 2 && alive === 1) ? 1 : 0;
});

function training(seed: number, isRepaired: boolean): Training {
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({
        filters: 16,
        kernelSize: 3,
        activation: isRepaired ? 'relu' : 'linear',
        inputShape: [SIDE + 2, SIDE + 2, 1],
      }),
      tfl.layers.conv2d({ filters: 8, kernelSize: 1, activation: 'relu' }),
      tfl.layers.conv2d({ filters: 1, kernelSize: 1, activation: 'sigmoid' }),
    ),
    x: { shape: [FIELDS, SIDE + 2, SIDE + 2, 1], data: padded },
    y: { shape: [FIELDS, SIDE, SIDE, 1], data: next },
    loss: isRepaired ? 'meanSquaredError' : 'binaryCrossEntropy',
    optimizer: 'adam',
    learningRate: isRepaired ? 0.01 : 0.001,
    batchSize: 8,
    steps: isRepaired ? 320 : 160,
    skill: accuracy(next),
  };
}

export const network: FieldNetwork = {
  id: 'game-of-life-five-epochs',
  changes: '256 fields of 8 × 8 with batches of 8; 16 filters, then 1 × 1 convolutions of 8 and 1, are ours.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
