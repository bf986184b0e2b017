import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from '../../../../lib/src/backend/useBackend.js';
import { evaluate } from '../../../../lib/src/train/evaluate.js';
import { plannedOutputs } from '../../../../lib/src/train/plan/outputs.js';
import { modelOf, numbers } from './bothWays.js';

const {
  add,
  batchNormalization,
  conv2d,
  dense,
  dropout,
  flatten,
  gaussianNoise,
  globalAveragePooling2d,
  layerNormalization,
  maxPooling2d,
  reLU,
} = tfl.layers;

type Signal = tfl.SymbolicTensor;

const inTurn = (x: Signal, ...layers: tfl.layers.Layer[]): Signal =>
  layers.reduce((signal, layer) => layer.apply(signal) as Signal, x);

const conv = (filters: number, options: object = {}): tfl.layers.Layer =>
  conv2d({ filters, kernelSize: 3, padding: 'same', ...options });

/** Models whose outputs are planned. */
const MODELS: Record<string, { build: (x: Signal) => Signal; inputShape: number[] }> = {
  'dense layers': {
    inputShape: [7],
    build: (x) =>
      inTurn(x, dense({ units: 9, activation: 'relu' }), dense({ units: 5, useBias: false }), dense({ units: 4 })),
  },
  'an activation of the output': {
    inputShape: [7],
    build: (x) => inTurn(x, dense({ units: 9 }), reLU(), dense({ units: 4, activation: 'softmax' })),
  },
  'dropout and noise': {
    inputShape: [7],
    build: (x) =>
      inTurn(x, dropout({ rate: 0.5 }), dense({ units: 5 }), gaussianNoise({ stddev: 1 }), dense({ units: 3 })),
  },
  'convolutions and pooling': {
    inputShape: [11, 9, 1],
    build: (x) =>
      inTurn(
        x,
        conv(8, { activation: 'relu' }),
        conv(5, { activation: 'relu', strides: 2 }),
        conv(6, { activation: 'relu', useBias: false, kernelSize: 1 }),
        conv(3),
        maxPooling2d({ poolSize: 2, strides: 1, padding: 'same' }),
        flatten(),
        dense({ units: 4 }),
      ),
  },
  'activations of all kinds': {
    inputShape: [8, 8, 2],
    build: (x) =>
      inTurn(
        x,
        conv(5, { activation: 'tanh' }),
        tfl.layers.averagePooling2d({ poolSize: 2 }),
        conv(6, { activation: 'gelu', strides: 2 }),
        tfl.layers.leakyReLU(),
        flatten(),
        dense({ units: 5, activation: 'elu' }),
        tfl.layers.activation({ activation: 'sigmoid' }),
        dense({ units: 3 }),
      ),
  },
  'batch normalization without gamma or beta': {
    inputShape: [7],
    build: (x) =>
      inTurn(
        x,
        batchNormalization({ scale: false }),
        dense({ units: 5 }),
        batchNormalization({ center: false }),
        dense({ units: 3 }),
        batchNormalization({ center: false, scale: false, epsilon: 1e-5 }),
      ),
  },
  'layer normalization without gamma or beta': {
    inputShape: [5, 7],
    build: (x) =>
      inTurn(
        x,
        layerNormalization({ scale: false }),
        dense({ units: 5 }),
        layerNormalization({ center: false, scale: false }),
        dense({ units: 3 }),
        layerNormalization({ center: false, epsilon: 1e-5 }),
      ),
  },
  'branches of different lengths': {
    inputShape: [8, 8, 3],
    build: (x) => {
      const stem = inTurn(x, conv(4), batchNormalization(), reLU());
      const branch = inTurn(stem, conv(4), batchNormalization(), reLU(), conv(4), batchNormalization());
      const sum = add().apply([branch, stem]) as Signal;
      const both = add().apply([inTurn(sum, reLU()), sum, stem]) as Signal;
      return inTurn(both, globalAveragePooling2d({}), dense({ units: 4 }));
    },
  },
};

describe('planned outputs', () => {
  before(() => useBackend('wasm'));

  for (const [name, { build, inputShape }] of Object.entries(MODELS)) {
    it(`are those of tfjs, to the bit: ${name}`, async () => {
      const model = modelOf(build, inputShape);
      const planned = plannedOutputs(model);
      for (const batch of [1, 5, 16]) {
        const x = numbers([batch, ...inputShape], batch);
        const { kernelNames } = await tf.profile(() => planned.of(x) as tf.Tensor);
        expect(kernelNames.filter((kernel) => /MatMul|Conv2D|MaxPool|Norm/.test(kernel))).to.deep.equal([]);
        tf.tidy(() => {
          const expected = model.apply(tf.tensor(x.data, x.shape)) as tf.Tensor;
          const actual = planned.of(x) as tf.Tensor;
          expect(actual.shape).to.deep.equal(expected.shape);
          expect([...actual.dataSync()]).to.deep.equal([...expected.dataSync()]);
        });
      }
      planned.free();
    });
  }

  it('use the weights of each call', () => {
    const model = modelOf((x) => inTurn(x, dense({ units: 2 }), batchNormalization()), [3]);
    const planned = plannedOutputs(model);
    const x = numbers([4, 3], 1);
    tf.tidy(() => {
      const before = [...(planned.of(x) as tf.Tensor).dataSync()];
      model.setWeights(model.getWeights().map((weight) => tf.add(weight, 1)));
      const after = [...(planned.of(x) as tf.Tensor).dataSync()];
      expect(after).to.not.deep.equal(before);
      expect(after).to.deep.equal([...(model.apply(tf.tensor(x.data, x.shape)) as tf.Tensor).dataSync()]);
    });
    planned.free();
  });

  it('are left to tfjs for a layer that is not known, and for numbers that overflow', () => {
    const unknown = plannedOutputs(modelOf((x) => inTurn(x, tfl.layers.prelu(), dense({ units: 2 })), [3]));
    expect(unknown.of(numbers([4, 3], 1))).to.equal(undefined);
    const model = modelOf((x) => inTurn(x, dense({ units: 2 })), [3]);
    const known = plannedOutputs(model);
    tf.tidy(() => model.setWeights(model.getWeights().map(({ shape }) => tf.fill(shape, 10))));
    const large = { shape: [1, 3], data: new Float32Array(3).fill(3e38) };
    expect(known.of(large)).to.equal(undefined);
    known.free();
  });

  it('are planned once for a model, and again when its layers change', () => {
    const model = tfl.sequential({ layers: [dense({ units: 3, inputShape: [4] }), tfl.layers.leakyReLU()] });
    // Only a plan asks a layer for the shape of its output.
    const [, layer] = model.layers;
    const { computeOutputShape } = layer;
    let count = 0;
    layer.computeOutputShape = (shape) => {
      count++;
      return computeOutputShape.call(layer, shape);
    };
    const compare = (size: number): void => {
      const x = numbers([size, 4], size);
      tf.tidy(() => {
        const planned = plannedOutputs(model);
        const actual = [...(planned.of(x) as tf.Tensor).dataSync()];
        expect(actual).to.deep.equal([...(model.apply(tf.tensor(x.data, x.shape)) as tf.Tensor).dataSync()]);
        planned.free();
      });
    };
    for (const size of [5, 2, 5, 2, 5]) compare(size);
    expect(count).to.equal(2);
    model.add(dense({ units: 2 }));
    compare(5);
    expect(count).to.be.greaterThan(2);
  });

  it('give `evaluate` the numbers of tfjs and leave no tensor behind', () => {
    const model = modelOf(MODELS['branches of different lengths'].build, [8, 8, 3]);
    const data = {
      x: numbers([37, 8, 8, 3], 1),
      y: { shape: [37], data: Int32Array.from({ length: 37 }, (_, i) => i % 4) },
    };
    const before = tf.memory().numTensors;
    const planned = evaluate(model, data, { batchSize: 16 });
    expect(tf.memory().numTensors).to.equal(before);
    const [layer] = model.layers.slice(-1);
    const { call } = layer;
    // A layer with a method of its own is left to tfjs.
    layer.call = (...inputs) => call.apply(layer, inputs);
    expect(evaluate(model, data, { batchSize: 16 })).to.deep.equal(planned);
  });
});
