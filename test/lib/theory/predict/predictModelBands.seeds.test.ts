import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { initWeights, predict, random, trace, useBackend } from 'initlab';
import { ALL_SEEDS } from '../../../support/seeds.js';

/** Models whose weights are drawn. `npm test` draws fewer. */
const MODELS = ALL_SEEDS ? 60 : 20;
/**
 * Standard error of a share of 95 %. The layers of one model are nearly one observation.
 */
const STANDARD_ERROR = Math.sqrt((0.95 * 0.05) / MODELS);

/** Makes a branched network with most of the layers that theory covers, and softmax at its end. */
function branchedModel(): tfl.LayersModel {
  const { layers } = tfl;
  const input = tfl.input({ shape: [8, 8, 3] });
  const conv = (activation?: 'relu') =>
    layers.conv2d({ filters: 16, kernelSize: 3, padding: 'same', ...(activation && { activation }) });
  const stem = conv('relu').apply(input) as tfl.SymbolicTensor;
  const branch = conv().apply(stem) as tfl.SymbolicTensor;
  const sum = layers.add().apply([stem, branch]);
  const one = layers.batchNormalization().apply(layers.maxPooling2d({ poolSize: 2 }).apply(layers.reLU().apply(sum)));
  const two = layers.averagePooling2d({ poolSize: 2 }).apply(branch);
  const both = layers.concatenate().apply([one, two] as tfl.SymbolicTensor[]);
  const flat = layers.dropout({ rate: 0.5 }).apply(layers.flatten().apply(both));
  const hidden = layers.dense({ units: 32, activation: 'tanh' }).apply(flat);
  return tfl.model({
    inputs: input,
    outputs: layers.dense({ units: 10, activation: 'softmax' }).apply(hidden) as tfl.SymbolicTensor,
  });
}

describe('the bands of predict, for a model,', () => {
  before(() => useBackend('wasm'));

  it('have the names of trace, and hold 95 % of models (at least 92 % less 4 standard errors)', () => {
    const x = tf.tensor(random(3).normal(new Float32Array(4 * 192)), [4, 8, 8, 3]);
    const model = branchedModel();
    const inside: Record<string, number> = {};
    const quantities = ['preActivation', 'activation', 'gradient', 'activationGradient'] as const;
    const before = tf.memory().numTensors;
    for (let seed = 1; seed <= MODELS; seed++) {
      initWeights(model, { seed });
      const traced = trace(model, { x }, { seed }).layers;
      const predicted = predict(model, { x });
      expect(predicted.map(({ name }) => name)).to.deep.equal(traced.map(({ name }) => name));
      for (const [layer, measured] of traced.entries()) {
        for (const quantity of quantities) {
          const band = predicted[layer][quantity];
          const value = measured[quantity]?.secondMoment;
          if (band === undefined || value === undefined || (layer === 0 && !quantity.includes('radient'))) continue;
          inside[quantity] = (inside[quantity] ?? 0) + Number(value >= band.low && value <= band.high) / MODELS;
          inside[`${quantity} all`] = (inside[`${quantity} all`] ?? 0) + 1 / MODELS;
        }
      }
    }
    expect(tf.memory().numTensors).to.equal(before);
    for (const quantity of quantities) {
      expect(inside[quantity] / inside[`${quantity} all`], quantity).to.be.within(0.92 - 4 * STANDARD_ERROR, 1);
    }
    tf.dispose(x);
    model.dispose();
  });
});
