import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { viewModel } from '../../../../lib/src/network/view/modelView.js';
import { outputRange } from '../../../../lib/src/network/view/outputRange.js';

const { layers } = tfl;
type Layer = tfl.layers.Layer;

function rangeOf(...parts: Layer[]): readonly [number, number] | undefined {
  const model = tfl.sequential({ layers: [layers.inputLayer({ inputShape: [6, 4] }), ...parts] });
  const { calls, outputs } = viewModel(model);
  return outputRange(calls, outputs[0].call);
}

const dense = (activation: string, units = 3): Layer => layers.dense({ units, activation: activation as 'relu' });
const INFINITE = Number.POSITIVE_INFINITY;

describe('outputRange', () => {
  before(() => useBackend('wasm'));

  const cases: Record<string, [() => Layer[], number, number]> = {
    linear: [() => [dense('linear')], -INFINITE, INFINITE],
    relu: [() => [dense('relu')], 0, INFINITE],
    relu6: [() => [dense('relu6')], 0, 6],
    elu: [() => [dense('elu')], -1, INFINITE],
    swish: [() => [dense('swish')], -0.2785, INFINITE],
    tanh: [() => [dense('tanh')], -1, 1],
    softsign: [() => [dense('softsign')], -1, 1],
    hardSigmoid: [() => [dense('hardSigmoid')], 0, 1],
    softmax: [() => [dense('softmax')], 0, 1],
    'softmax of one unit': [() => [dense('softmax', 1)], 1, 1],
    'softmax of a softmax': [() => [dense('softmax'), layers.softmax({})], 1 / (1 + 2 * Math.E), Math.E / (2 + Math.E)],
    'sigmoid of a ReLU': [() => [dense('relu'), layers.activation({ activation: 'sigmoid' })], 0.5, 1],
    'a capped ReLU': [() => [dense('linear'), layers.reLU({ maxValue: 4 })], 0, 4],
    'a rescaled sigmoid': [() => [dense('sigmoid'), layers.rescaling({ scale: -10, offset: 2 })], -8, 2],
    'an LSTM': [() => [layers.lstm({ units: 2 })], -1, 1],
    'a GRU of ReLU': [() => [layers.gru({ units: 2, activation: 'relu' })], 0, INFINITE],
    'a sum of both directions': [
      () => [layers.bidirectional({ layer: layers.lstm({ units: 2 }) as never, mergeMode: 'sum' })],
      -2,
      2,
    ],
    'a wrapped layer': [() => [layers.timeDistributed({ layer: dense('sigmoid') as never })], 0, 1],
    'a pool': [() => [dense('tanh'), layers.globalAveragePooling1d({})], -1, 1],
    dropout: [() => [dense('sigmoid'), layers.dropout({ rate: 0.5 })], 0, 1],
    normalization: [() => [dense('sigmoid'), layers.batchNormalization()], -INFINITE, INFINITE],
  };
  for (const [title, [make, low, high]] of Object.entries(cases)) {
    it(`knows the least and the largest value of ${title}`, () => {
      const range = rangeOf(...make()) as [number, number];
      for (const [i, end] of [low, high].entries()) {
        if (Number.isFinite(end)) expect(range[i]).to.be.closeTo(end, 1e-3);
        else expect(range[i]).to.equal(end);
      }
    });
  }

  it('follows sums and products of signals', () => {
    const input = tfl.input({ shape: [4] });
    const [a, b] = ['sigmoid', 'tanh'].map((phi) => dense(phi).apply(input) as tfl.SymbolicTensor);
    const rangeAfter = (merge: Layer): unknown => {
      const model = tfl.model({ inputs: input, outputs: merge.apply([a, b]) as tfl.SymbolicTensor });
      const { calls, outputs } = viewModel(model);
      return outputRange(calls, outputs[0].call);
    };
    expect(rangeAfter(layers.add())).to.deep.equal([-1, 2]);
    expect(rangeAfter(layers.multiply())).to.deep.equal([-1, 1]);
    expect(rangeAfter(layers.concatenate())).to.deep.equal([-1, 1]);
  });
});
