import * as tfl from '@tensorflow/tfjs-layers';
import { seeded } from '../build.js';
import { oneHot } from '../data.js';
import { images } from '../datasets.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const { x, y } = images(300);

/** Two convolutions with normalization, each with a gate for every channel. */
function gatedNet(seed: number, kernelInitializer: 'zeros' | 'heNormal'): tfl.LayersModel {
  return seeded(seed, () => {
    const input = tfl.input({ shape: [14, 14, 1] });
    let stream: tfl.SymbolicTensor = input;
    for (const filters of [8, 16]) {
      const conv = tfl.layers.conv2d({ filters, kernelSize: 3, padding: 'same', useBias: false, kernelInitializer });
      const active = tfl.layers
        .reLU()
        .apply(tfl.layers.batchNormalization({ momentum: 0.9 }).apply(conv.apply(stream)));
      const pooled = tfl.layers.globalAveragePooling2d({}).apply(active);
      const narrow = tfl.layers.dense({ units: 4, activation: 'relu', kernelInitializer }).apply(pooled);
      const gates = tfl.layers.dense({ units: filters, activation: 'sigmoid', kernelInitializer }).apply(narrow);
      const gate = tfl.layers.reshape({ targetShape: [1, 1, filters] }).apply(gates) as tfl.SymbolicTensor;
      const gated = tfl.layers.multiply().apply([active as tfl.SymbolicTensor, gate]);
      stream = tfl.layers.maxPooling2d({ poolSize: 2 }).apply(gated) as tfl.SymbolicTensor;
    }
    const flat = tfl.layers.flatten().apply(stream);
    const output = tfl.layers.dense({ units: 10, kernelInitializer: 'zeros' }).apply(flat) as tfl.SymbolicTensor;
    return tfl.model({ inputs: input, outputs: output });
  });
}

function training(seed: number, kernelInitializer: 'zeros' | 'heNormal'): Training {
  return {
    model: gatedNet(seed, kernelInitializer),
    x,
    y: oneHot(y.data, 10),
    loss: 'crossEntropy',
    optimizer: 'momentum',
    learningRate: 0.02,
    batchSize: 32,
    steps: 120,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'senet-convolutions-start-at-zero',
  changes: 'Digits of 14 × 14 in 10 classes and two gated convolutions; the output layer starts at zero in both.',
  learnsFrom: 0.6,
  build: (seed) => training(seed, 'zeros'),
  repaired: (seed) => training(seed, 'heNormal'),
};
