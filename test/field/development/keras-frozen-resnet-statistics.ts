import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { seeded } from '../build.js';
import { clusters, oneHot } from '../data.js';
import type { FieldNetwork, Training } from '../network.js';
import { accuracy } from '../skill.js';

const CLASSES = 5;

/** Two residual blocks whose normalizations still have the statistics of other data. */
function residualNet(seed: number, momentum: number): tfl.LayersModel {
  return seeded(seed, () => {
    const input = tfl.input({ shape: [20] });
    const normalize = (value: tfl.SymbolicTensor) =>
      tfl.layers.batchNormalization({ momentum }).apply(value) as tfl.SymbolicTensor;
    const dense = (units: number, value: tfl.SymbolicTensor) =>
      tfl.layers.dense({ units, kernelInitializer: 'heNormal' }).apply(value) as tfl.SymbolicTensor;
    const relu = (value: tfl.SymbolicTensor) => tfl.layers.reLU().apply(value) as tfl.SymbolicTensor;
    let stream = relu(normalize(dense(32, input)));
    for (let block = 0; block < 2; block++) {
      const branch = normalize(dense(32, relu(normalize(dense(32, stream)))));
      stream = relu(tfl.layers.add().apply([stream, branch]) as tfl.SymbolicTensor);
    }
    const output = tfl.layers.dense({ units: CLASSES, activation: 'softmax' }).apply(stream) as tfl.SymbolicTensor;
    const model = tfl.model({ inputs: input, outputs: output });
    for (const layer of model.layers.filter((own) => own.getClassName() === 'BatchNormalization')) {
      const [gamma, beta] = layer.getWeights();
      layer.setWeights([gamma, beta, tf.fill([32], 6), tf.fill([32], 90)]);
    }
    return model;
  });
}

function training(seed: number, momentum: number): Training {
  const { x, y } = clusters(100 + seed, 200, 20, CLASSES, 1);
  return {
    model: residualNet(seed, momentum),
    x,
    y: oneHot(y.data, CLASSES),
    loss: 'crossEntropy',
    optimizer: 'adam',
    learningRate: 0.001,
    batchSize: 32,
    steps: 60,
    skill: accuracy(y.data),
  };
}

export const network: FieldNetwork = {
  id: 'keras-frozen-resnet-statistics',
  changes: 'Two dense residual blocks instead of a ResNet50; means of 6 and variances of 90 stand for other data.',
  learnsFrom: 0.7,
  build: (seed) => training(seed, 0.99),
  repaired: (seed) => training(seed, 0.8),
};
