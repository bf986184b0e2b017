import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const [LAYERS, UNITS] = [34, 32];
const { x: pictures, y } = images(400);
const x = { shape: [400, 196], data: pictures.data };

function training(seed: number, activation: 'relu' | 'selu'): Training {
  const hidden = Array.from({ length: LAYERS }, (_, i) =>
    tfl.layers.dense({
      ...{ units: UNITS, activation, kernelInitializer: activation === 'selu' ? 'leCunNormal' : 'glorotUniform' },
      ...(i === 0 && { inputShape: [196] }),
    }),
  );
  return {
    model: chain(seed, ...hidden, tfl.layers.dense({ units: 10 })),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 350,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-relu-34-layers',
  changes:
    'Layers of 32 units, 400 digits of 14 × 14 pixels, 350 steps; the repair is SELU with the LeCun initialization.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'relu'),
  repaired: (seed) => training(seed, 'selu'),
};
