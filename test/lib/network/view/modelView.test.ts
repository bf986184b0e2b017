import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { evaluate, trace, useBackend } from 'initlab';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';

const {
  averagePooling2d,
  batchNormalization,
  bidirectional,
  conv2d,
  dense,
  leakyReLU,
  lstm,
  maxPooling2d,
  prelu,
  reLU,
} = tfl.layers;
const seq = (...layers: tfl.layers.Layer[]) => tfl.sequential({ layers });

describe('viewModel', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  it('finds the normalization that removes the scale of a layer, even if other layers pass the scale on to it', () => {
    const first = () => dense({ units: 6, inputShape: [8], activation: 'relu', name: 'first' });
    const isNormalized = (...layers: tfl.layers.Layer[]) =>
      viewModel(seq(...layers)).layers.find(({ name }) => name === 'first')?.isNormalized;
    const plain = dense({ units: 6, useBias: false });
    expect(isNormalized(first(), plain, batchNormalization(), reLU(), dense({ units: 1 }))).to.equal(true);
    expect(isNormalized(first(), prelu(), batchNormalization(), dense({ units: 1 }))).to.equal(true);
    expect(isNormalized(first(), leakyReLU(), batchNormalization(), dense({ units: 1 }))).to.equal(true);
    expect(isNormalized(first(), dense({ units: 6 }), batchNormalization())).to.equal(false);
    expect(isNormalized(first(), tfl.layers.activation({ activation: 'tanh' }), batchNormalization())).to.equal(false);
    const tanh = dense({ units: 6, inputShape: [8], activation: 'tanh', name: 'first' });
    expect(isNormalized(tanh, batchNormalization(), dense({ units: 1 }))).to.equal(false);
  });

  it('finds the normalization that removes the scale of a layer, even if a pool comes between', () => {
    for (const pool of [maxPooling2d({}), averagePooling2d({})]) {
      const conv = conv2d({ filters: 4, kernelSize: 3, inputShape: [8, 8, 1], name: 'first' });
      const { layers } = viewModel(seq(conv, pool, batchNormalization(), tfl.layers.flatten(), dense({ units: 1 })));
      expect(layers[0].isNormalized).to.equal(true);
    }
  });

  it('reads both directions of a Bidirectional as recurrent layers, each with its gates', () => {
    const both = bidirectional({
      layer: lstm({ units: 4 }) as never,
      mergeMode: 'concat',
      inputShape: [5, 3],
    } as never);
    const { layers, calls } = viewModel(seq(both, dense({ units: 1, activation: 'sigmoid' })));
    expect(layers.map(({ kind }) => kind)).to.deep.equal(['lstm', 'lstm', 'dense']);
    expect(layers.map(({ isOutput }) => isOutput)).to.deep.equal([false, false, true]);
    expect(calls[1].hasMatrix).to.equal(true);
  });

  it('recognizes outputs that are probabilities, even after wrappers and layers that only move values', () => {
    const isProbability = (...layers: tfl.layers.Layer[]) => viewModel(seq(...layers)).outputs[0].isProbability;
    const softmax = () => dense({ units: 4, activation: 'softmax', inputShape: [4] });
    expect(isProbability(softmax())).to.equal(true);
    expect(isProbability(softmax(), tfl.layers.reshape({ targetShape: [2, 2] }))).to.equal(true);
    expect(isProbability(dense({ units: 4, inputShape: [4] }), tfl.layers.softmax())).to.equal(true);
    expect(isProbability(softmax(), dense({ units: 2 }))).to.equal(false);
    const perStep = tfl.layers.timeDistributed({
      layer: dense({ units: 4, activation: 'softmax' }),
      inputShape: [5, 3],
    } as never);
    expect(isProbability(perStep)).to.equal(true);
    expect(isProbability(tfl.layers.dropout({ rate: 0.1, inputShape: [4] } as never))).to.equal(false);
  });

  it('makes trace and evaluate treat a softmax inside a TimeDistributed as probabilities', () => {
    const layer = dense({ units: 4, activation: 'softmax' });
    const model = seq(tfl.layers.timeDistributed({ layer, inputShape: [6, 3] } as never));
    const x = tf.randomNormal([20, 6, 3], 0, 1, 'float32', 1);
    const y = tf.tensor(
      Float32Array.from({ length: 120 }, (_, i) => i % 4),
      [20, 6],
    );
    const output = model.predict(x) as tf.Tensor;
    const picked = tf.sum(tf.mul(tf.oneHot(tf.cast(y, 'int32'), 4), tf.log(output)), -1);
    const expected = -tf.mean(picked).dataSync()[0];
    const traced = trace(model, { x, y }, { loss: 'crossEntropy' }).loss?.value;
    expect(traced).to.be.closeTo(expected, 1e-5);
    expect(evaluate(model, { x, y }, { loss: 'crossEntropy' }).loss).to.be.closeTo(expected, 1e-5);
    expect(trace(model, { x, y: output }).loss?.name).to.equal('crossEntropy');
  });
});
