import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { matrix } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { exactRows } from '../skill.js';

const [PIECES, SIDE, NOTES] = [60, 12, 4];
const { x, y: kinds } = pictures(1623, PIECES, SIDE, NOTES);
const y = matrix(Array.from(kinds.data, (kind) => Array.from({ length: NOTES }, (_, note) => (note === kind ? 1 : 0))));

function training(seed: number, dropped: number, droppedAtEnd: number): Training {
  const conv = (filters: number) =>
    tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu' as const });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({
        filters: 8,
        kernelSize: 3,
        padding: 'same',
        activation: 'relu',
        inputShape: [SIDE, SIDE, 1],
      }),
      conv(8),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate: dropped }),
      conv(16),
      tfl.layers.maxPooling2d({ poolSize: 2 }),
      tfl.layers.dropout({ rate: dropped }),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu' }),
      tfl.layers.dropout({ rate: droppedAtEnd }),
      tfl.layers.dense({ units: NOTES, activation: 'sigmoid' }),
    ),
    x,
    y,
    loss: 'binaryCrossentropy',
    optimizer: 'adam',
    learningRate: 0.002,
    batchSize: 20,
    steps: 150,
    skill: exactRows(y.data, NOTES),
  };
}

export const network: FieldNetwork = {
  id: 'onsets-keep-a-quarter',
  changes: 'Made pictures of 12 × 12 with a bar that stands for one of 4 notes, narrow layers, 150 batches of 20.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, 0.75, 0.5),
  repaired: (seed) => training(seed, 0.25, 0.25),
};
