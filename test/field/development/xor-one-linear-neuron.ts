import * as tfl from '@tensorflow/tfjs-layers';
import { chain } from '../build.js';
import { oneHot, XOR } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { information } from '../skill.js';

function training(seed: number, hidden: number): Training {
  const layers = hidden > 0 ? [tfl.layers.dense({ units: hidden, activation: 'tanh', inputShape: [2] })] : [];
  return {
    model: chain(
      seed,
      ...layers,
      tfl.layers.dense({ units: 2, activation: 'softmax', inputShape: [hidden === 0 ? 2 : hidden] }),
    ),
    x: XOR.x,
    y: oneHot(XOR.y.data, 2),
    loss: 'crossEntropy',
    optimizer: 'sgd',
    learningRate: 0.5,
    batchSize: 4,
    steps: 800,
    skill: information(XOR.y.data, 2),
  };
}

export const network: FieldNetwork = {
  id: 'xor-one-linear-neuron',
  changes:
    'A softmax over two linear units stands for the normalized unit; the rate of 0.5 and the 800 steps are ours.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 0),
  repaired: (seed) => training(seed, 6),
};
