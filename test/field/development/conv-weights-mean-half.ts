import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { pictures } from '../made.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const [SIDE, CLASSES] = [16, 4];
const { x, y } = pictures(11433, 200, SIDE, CLASSES);

function training(seed: number, mean: number, stddev: number): Training {
  const init = {
    kernelInitializer: tfl.initializers.randomNormal({ mean, stddev }),
    biasInitializer: tfl.initializers.constant({ value: 0.1 }),
  };
  const conv = (filters: number) =>
    tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', activation: 'relu', ...init });
  const pool = () => tfl.layers.maxPooling2d({ poolSize: 2 });
  return {
    model: chain(
      seed,
      tfl.layers.conv2d({
        ...{ filters: 8, kernelSize: 3, padding: 'same', activation: 'relu', inputShape: [SIDE, SIDE, 1] },
        ...init,
      }),
      conv(8),
      pool(),
      conv(16),
      conv(16),
      pool(),
      conv(16),
      conv(16),
      pool(),
      tfl.layers.flatten(),
      tfl.layers.dense({ units: 32, activation: 'relu', ...init }),
      tfl.layers.dense({ units: CLASSES, ...init }),
    ),
    x,
    y,
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 20,
    steps: 200,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'conv-weights-mean-half',
  changes: 'Made pictures of 16 × 16 in 4 classes, 8 and 16 filters, batches of 20, 200 steps.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 0.5, 0.2),
  repaired: (seed) => training(seed, 0, 0.1),
};
