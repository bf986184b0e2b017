import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { hiddenBias, initWeights, normal, useBackend } from 'initlab';
import { normals, outputsOf, residualNet, valuesOf } from '../support.js';

describe('hiddenBias', () => {
  before(() => useBackend('wasm'));
  afterEach(() => tf.disposeVariables());

  it('reports the share of units below 0, as a measurement confirms', () => {
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 400, inputShape: [100], name: 'hidden' }),
        tfl.layers.dense({ units: 1, name: 'output' }),
      ],
    });
    initWeights(model, { rule: () => normal({ std: 0.1 }) });
    for (const [bias, expected] of [
      [0.001, 0.4996],
      [0.01, 0.496],
      [1, 0.1587],
    ]) {
      const [row] = hiddenBias(model, bias).rows;
      expect(row).to.include({ layer: 'hidden', units: 400 });
      expect(row.negative).to.be.closeTo(expected, 1e-3);
      const z = tf.tidy(() => outputsOf(model, ['hidden'], normals(2, [500, 100]))[0].dataSync());
      // The 200,000 outputs are correlated in groups of about three: the standard error is about
      // .002.
      expect(z.filter((value) => value < 0).length / z.length).to.be.closeTo(row.negative as number, 0.008);
    }
  });

  it('sets the biases of hidden layers only, to a number or by an initializer, and reports frozen layers', () => {
    const model = residualNet(1, 4);
    model.getLayer('first0').trainable = false;
    const { rows } = hiddenBias(model, normal(), { seed: 1 });
    expect(rows.map(({ layer, note }) => [layer, note])).to.deep.equal([
      ['stem', undefined],
      ['first0', 'left unchanged: frozen'],
      ['last0', undefined],
    ]);
    const values = valuesOf(model);
    expect(values['stem/bias'].every((b) => b !== 0)).to.equal(true);
    expect(values['stem/bias']).to.not.deep.equal(values['last0/bias']);
    expect([...values['output/bias'], ...values['first0/bias']].every((b) => b === 0)).to.equal(true);
  });

  it('refuses a bias that is not a number', () => {
    expect(() => hiddenBias(residualNet(1), Number.NaN)).to.throw(RangeError, 'bias is NaN');
  });
});
