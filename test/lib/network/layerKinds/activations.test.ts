import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { useBackend } from 'initlab';
import { layerActivation } from '../../../../lib/src/network/view/layerFacts.js';

const { activation, dense, reLU, leakyReLU, elu, thresholdedReLU, prelu, softmax, timeDistributed } = tfl.layers;
const z = [-7, -2.4, -1, -0.3, 0.2, 0.9, 1.5, 2.4, 8];

describe('layerActivation', () => {
  before(() => useBackend('cpu'));
  afterEach(() => tf.disposeVariables());

  /** Lists every elementwise activation of tfjs. */
  const names = [
    ...['elu', 'hardSigmoid', 'linear', 'relu', 'relu6', 'selu', 'sigmoid', 'softplus', 'softsign', 'tanh'],
    ...['swish', 'mish', 'gelu', 'gelu_new'],
  ] as const;
  const layers: [string, tfl.layers.Layer][] = [
    ...names.map((name): [string, tfl.layers.Layer] => [name, activation({ activation: name as 'relu' })]),
    ['reLU', reLU()],
    ['reLU up to 2', reLU({ maxValue: 2 })],
    ['leakyReLU', leakyReLU({ alpha: 0.2 })],
    ['leakyReLU by default', leakyReLU()],
    ['elu layer', elu()],
    ['thresholdedReLU', thresholdedReLU({ theta: 1.2 })],
    ['prelu', prelu({ alphaInitializer: tfl.initializers.constant({ value: 0.4 }) })],
    ['timeDistributed', timeDistributed({ layer: activation({ activation: 'tanh' }) })],
  ];

  for (const [name, layer] of layers) {
    it(`is the function of ${name}`, () => {
      tf.tidy(() => {
        const x = tf.tensor(z, [1, z.length, 1]);
        const expected = (layer.apply(x) as tf.Tensor).dataSync();
        const found = layerActivation(layer)?.activation;
        for (const [i, value] of expected.entries()) expect(found?.f(z[i]), `at ${z[i]}`).to.be.closeTo(value, 2e-6);
        const [low, high] = [1e-4, -1e-4].map((step) => z.map((at) => found?.f(at + step) ?? Number.NaN));
        for (const [i, at] of z.entries()) expect(found?.df(at)).to.be.closeTo((low[i] - high[i]) / 2e-4, 1e-4);
      });
    });
  }

  it('is the activation that the layer itself has, or linear for a layer without one', () => {
    expect(layerActivation(dense({ units: 1, activation: 'selu' }))?.name).to.equal('selu');
    expect(layerActivation(dense({ units: 1 }))?.name).to.equal('linear');
  });

  it('has no function for softmax, and is undefined for layers with several activations or none', () => {
    for (const layer of [softmax(), activation({ activation: 'softmax' }), dense({ units: 1, activation: 'softmax' })])
      expect(layerActivation(layer)).to.deep.equal({ name: 'softmax' });
    const recurrent = tfl.layers.lstm({ units: 1, recurrentInitializer: 'zeros' });
    for (const layer of [tfl.layers.flatten(), tfl.layers.dropout({ rate: 0.1 }), recurrent])
      expect(layerActivation(layer)).to.equal(undefined);
  });

  it('uses the root mean square of the slopes of a PReLU', () => {
    const layer = prelu();
    tf.tidy(() => {
      layer.apply(tf.zeros([1, 2]));
      layer.setWeights([tf.tensor1d([0.1, 0.7])]);
    });
    expect(layerActivation(layer)?.activation?.f(-1)).to.be.closeTo(-0.5, 1e-7);
  });
});
