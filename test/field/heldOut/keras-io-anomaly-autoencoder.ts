import * as tfl from '@tensorflow/tfjs-layers';
import { random } from 'initlab';
import { chain } from '../build.js';
import type { FieldNetwork, Values } from '../network.js';
import { explained } from '../skill.js';

const [COUNT, LENGTH] = [160, 32];
const noise = random(288).normal(new Float32Array(COUNT + LENGTH));
/** A curve with a period of a day, 24 steps, and a lower part at night. */
const curve = noise.map((value, time) => {
  const wave = Math.sin((2 * Math.PI * time) / 24);
  return 1.2 * (wave + 0.4 * Math.abs(wave)) - 0.3 + 0.1 * value;
});
const x: Values = {
  shape: [COUNT, LENGTH, 1, 1],
  data: Float32Array.from({ length: COUNT * LENGTH }, (_, i) => curve[Math.floor(i / LENGTH) + (i % LENGTH)]),
};
const along = { kernelSize: [7, 1] as [number, number], padding: 'same' as const };
const layer = { ...along, strides: [2, 1] as [number, number], activation: 'relu' as const };

export const network: FieldNetwork = {
  id: 'keras-io-anomaly-autoencoder',
  changes:
    'Made windows of 32 steps, convolutions in two dimensions of which one has length 1; 16 and 8 filters, 300 batches of 32 at 0.003.',
  learnsFrom: 0.7,

  build: (seed) => ({
    model: chain(
      seed,
      tfl.layers.conv2d({ filters: 16, ...layer, inputShape: [LENGTH, 1, 1] }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.conv2d({ filters: 8, ...layer }),
      tfl.layers.conv2dTranspose({ filters: 8, ...layer }),
      tfl.layers.dropout({ rate: 0.2 }),
      tfl.layers.conv2dTranspose({ filters: 16, ...layer }),
      tfl.layers.conv2dTranspose({ filters: 1, ...along }),
    ),
    x,
    y: x,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.003,
    batchSize: 32,
    steps: 300,
    skill: explained(x.data),
  }),
};
