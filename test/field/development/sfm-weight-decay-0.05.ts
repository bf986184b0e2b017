import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { mapped } from '../data.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training, Values } from '../network.js';
import { explained } from '../skill.js';

const [PICTURES, SIDE] = [120, 12];

/** The depth of a made scene: the nearer a place is to a bright mark, the smaller its depth is. */
function depthOf({ shape, data }: Values): Values {
  return mapped({ shape, data }, (_, i) => {
    const start = i - (i % SIDE ** 2);
    const [row, column] = [Math.floor((i - start) / SIDE), i % SIDE];
    let light = 0;
    for (const down of [-1, 0, 1]) {
      for (const right of [-1, 0, 1]) {
        const [y, x] = [row + down, column + right];
        if (y >= 0 && y < SIDE && x >= 0 && x < SIDE) light += data[start + y * SIDE + x] / 3;
      }
    }
    return 1 / (1 + light);
  });
}

const { x } = pictures(34, PICTURES, SIDE, 4);
const y = depthOf(x);

function training(seed: number, decay: number): Training {
  const conv = (filters: number, isFirst: boolean) =>
    tfl.layers.conv2d({
      ...{ filters, kernelSize: 3, padding: 'same', activation: 'relu' },
      kernelRegularizer: tfl.regularizers.l2({ l2: decay / 2 }),
      ...(isFirst && { inputShape: [SIDE, SIDE, 1] }),
    });
  return {
    model: chain(
      seed,
      conv(8, true),
      conv(16, false),
      conv(16, false),
      tfl.layers.conv2d({
        ...{ filters: 1, kernelSize: 3, padding: 'same' },
        kernelRegularizer: tfl.regularizers.l2({ l2: decay / 2 }),
      }),
    ),
    x,
    y,
    loss: 'meanSquaredError',
    optimizer: 'adam',
    learningRate: 0.002,
    batchSize: 16,
    steps: 150,
    skill: explained(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'sfm-weight-decay-0.05',
  changes:
    'One small network, which gives the depth of made pictures of 12 × 12 with a squared error; Adam with 0.002 instead of 0.0002, 150 steps. The penalty is added to the loss.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 0.05),
  repaired: (seed) => training(seed, 0),
};
