import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { diagnose, random, useBackend } from 'initlab';
import { learn, trained } from '../../../faults/shallow.js';
import { small } from '../../../faults/small.js';

describe('trained weights', () => {
  before(() => useBackend('wasm'));

  for (const [title, net] of Object.entries(trained)) {
    it(`are not a fault, even if a random draw like them would be: ${title}`, async () => {
      for (const seed of [1]) {
        const model = small(net.inputs, net.parts, seed);
        await learn(model, net);
        const { verdict, findings } = diagnose(model, net.rows, net.loss ? { loss: net.loss } : {});
        expect({ verdict, faults: findings.filter(({ severity }) => severity === 'fault') }, `${seed}`).to.deep.equal({
          verdict: 'healthy',
          faults: [],
        });
        model.dispose();
      }
    });
  }

  it('are listed in the diagnosis, but a fresh draw with random biases is not', async () => {
    const net = trained['ReLU net that fits a curve, 1-64-64-1'];
    const model = small(net.inputs, net.parts, 1);
    expect(diagnose(model, net.rows).trainedLayers).to.deep.equal([]);
    await learn(model, net);
    const found = diagnose(model, net.rows);
    expect(found.trainedLayers).to.include('dense2');
    expect(String(found)).to.match(/ha(s|ve) been trained, so that/);
    const biased = small(net.inputs, net.parts, 2);
    for (const { weights } of biased.layers) {
      const bias = weights[1].read();
      weights[1].write(tf.tensor(random(3).normal(new Float32Array(bias.size), 0, 0.1), bias.shape));
    }
    expect(diagnose(biased, net.rows).trainedLayers).to.deep.equal([]);
    model.dispose();
    biased.dispose();
  });

  it('are a fault if they have exploded, so that the network no longer works', async () => {
    const net = trained['ReLU net that fits a curve, 1-64-64-1'];
    for (const seed of [2, 3]) {
      const model = small(net.inputs, net.parts, seed);
      await learn(model, net);
      for (const { weights } of model.layers) weights[0].write(tf.mul(weights[0].read(), 30));
      const found = diagnose(model, net.rows);
      expect(found.verdict, `${seed}`).to.equal('unhealthy');
      model.dispose();
    }
  });
});
