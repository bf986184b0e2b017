import type * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { setActivation, useBackend } from 'initlab';
import { normals } from './support.js';

const { layers } = tfl;

describe('setActivation', () => {
  before(() => useBackend('wasm'));

  const x = (): tf.Tensor => normals(1, [5, 4]);
  const make = (): tfl.LayersModel =>
    tfl.sequential({
      layers: [
        layers.dense({ units: 3, activation: 'relu', inputShape: [4], name: 'hidden' }),
        layers.dense({ units: 2, activation: 'tanh', name: 'output' }),
        layers.dropout({ rate: 0.5, name: 'drop' }),
      ],
    });
  const outputs = (model: tfl.LayersModel): number[] => [...(model.predict(x()) as tf.Tensor).dataSync()];

  it('changes the layer that makes the output, and leaves the weights', () => {
    const model = make();
    const before = outputs(model);
    setActivation(model, 'linear');
    const after = outputs(model);
    for (const [i, value] of after.entries()) expect(Math.tanh(value)).to.be.closeTo(before[i], 1e-5);
    expect(model.getLayer('output').getConfig().activation).to.equal('linear');
  });

  it('changes a layer that is named, also inside a TimeDistributed', () => {
    const model = make();
    setActivation(model, 'linear', { layer: 'hidden' });
    expect(model.getLayer('hidden').getConfig().activation).to.equal('linear');
    const inner = layers.dense({ units: 2, activation: 'softmax' });
    const wrapped = tfl.sequential({
      layers: [layers.timeDistributed({ layer: inner as never, inputShape: [3, 4], name: 'steps' })],
    });
    setActivation(wrapped, 'sigmoid');
    expect(inner.getConfig().activation).to.equal('sigmoid');
  });

  it('refuses layers without an activation to change, unknown layers and several outputs', () => {
    const model = tfl.sequential({
      layers: [layers.dense({ units: 2, inputShape: [4] }), layers.softmax({ name: 'softmax' })],
    });
    expect(() => setActivation(model, 'linear')).to.throw(RangeError, 'class Softmax');
    expect(() => setActivation(model, 'linear', { layer: 'none' })).to.throw(RangeError, 'no layer "none"');
    const input = tfl.input({ shape: [4] });
    const heads = ['a', 'b'].map((name) => layers.dense({ units: 1, name }).apply(input) as tfl.SymbolicTensor);
    const both = tfl.model({ inputs: input, outputs: heads });
    expect(() => setActivation(both, 'sigmoid')).to.throw(RangeError, 'has 2 outputs');
    expect(() => setActivation(both, 'nonsense', { layer: 'a' })).to.throw(Error, 'nonsense');
  });
});
