import * as tfl from '@tensorflow/tfjs-layers';
import { chain, normalInit } from '../build.js';
import { mapped, mnist, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = mnist(1000);

function training(seed: number, isRepaired: boolean): Training {
  const initial = { ...normalInit(1), biasInitializer: tfl.initializers.randomNormal({ stddev: 1 }) };
  const [hidden, output] = isRepaired ? (['sigmoid', 'softmax'] as const) : [];
  return {
    model: chain(
      seed,
      tfl.layers.dense({ units: 30, inputShape: [784], ...initial, ...(hidden && { activation: hidden }) }),
      tfl.layers.dense({ units: 10, ...initial, ...(output && { activation: output }) }),
    ),
    x: mapped(x, (pixel) => pixel / 255),
    y: oneHot(y.data, 10),
    loss: isRepaired ? 'crossEntropy' : 'meanSquaredError',
    optimizer: 'sgd',
    learningRate: 3,
    batchSize: 10,
    steps: 600,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'mnist-two-linear-layers-rate-3',
  changes: '1,000 digits and 600 steps instead of 50,000 digits and 30 epochs.',
  learnsFrom: 0.5,
  build: (seed) => training(seed, false),
  repaired: (seed) => training(seed, true),
};
