import * as tf from '@tensorflow/tfjs-core';
import * as tfl from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { diagnose, type Initializer, initWeights, normal, uniform, useBackend, zeros } from 'initlab';
import { seeds } from '../../../support/seeds.js';
import { faultsOf, network, normalRows, output, SEEDS, said, trained } from './support.js';

const { layers } = tfl;
const MSE = { loss: 'meanSquaredError' } as const;

/** Gives the layer `output` weights and biases. */
function withOutput(
  model: tfl.LayersModel,
  kernel: Initializer,
  bias: Initializer = zeros(),
  seed = 1,
): tfl.LayersModel {
  initWeights(model, { rule: ({ name }) => (name === 'output' ? { kernel, bias } : undefined), seed });
  return model;
}

describe('the diagnosis of dead output units', () => {
  before(() => useBackend('wasm'));

  it('reports a ReLU output below 0 for all samples, which learns only after the repair', async () => {
    for (const seed of SEEDS) {
      const { x, sum } = normalRows(seed);
      const y = tf.abs(sum);
      const negative = uniform({ low: -0.5, high: -0.05 });
      const [broken, repaired] = [0, 1].map(() =>
        withOutput(network(seed, [32], output(1, 'relu')), negative, zeros(), seed),
      );
      const found = diagnose(repaired, { x, y }, MSE);
      expect(said(found)).to.deep.equal(['unhealthy', 'fault dead output']);
      found.apply();
      expect(said(diagnose(repaired, { x, y }, MSE))).to.deep.equal(['healthy']);
      const options = { ...MSE, steps: 100 };
      const [failing, learning] = [
        await trained(broken, { x, y }, options),
        await trained(repaired, { x, y }, options),
      ];
      expect(failing.after).to.equal(failing.before);
      expect(learning.after / learning.before).to.be.below(0.5);
    }
  });

  const { x, sum } = normalRows(3);
  const y = tf.add(tf.abs(sum), 0.1);
  const small = normal({ std: 0.05 });
  const below = (): Float32Array => new Float32Array(64).fill(-20);

  it('reports a ReLU layer of its own, a bias far below 0, and a capped ReLU', () => {
    const own = network(1, [24], output(1, 'linear'), layers.reLU({ name: 'relu' }));
    const low: Initializer = (_random, [size]) => below().slice(0, size);
    expect(faultsOf(withOutput(own, small, low), { x, y }, MSE)).to.deep.equal(['dead relu']);
    expect(faultsOf(withOutput(network(2, [48, 24], output(1, 'relu')), small, low), { x, y }, MSE)).to.deep.equal([
      'dead output',
    ]);
    const capped = tf.mul(tf.sigmoid(sum), 5);
    expect(faultsOf(withOutput(network(3, [16], output(1, 'relu6')), small, low), { x, y: capped }, MSE)).to.deep.equal(
      ['dead output'],
    );
  });

  it('reports one dead unit among several, but not one whose targets are all 0', () => {
    const low: Initializer = (_random, [size]) => Float32Array.from({ length: size }, (_, i) => (i === 1 ? -20 : 1));
    const make = (): tfl.LayersModel => withOutput(network(4, [32], output(3, 'relu')), small, low);
    const wanted = tf.concat([y, y, y], 1);
    const [found] = diagnose(make(), { x, y: wanted }, MSE).findings;
    expect(found).to.include({ kind: 'dead', layer: 'output' });
    expect(found.why).to.contain('1 of the 3 output units');
    const unwanted = tf.concat([y, tf.zerosLike(y), y], 1);
    expect(faultsOf(make(), { x, y: unwanted }, MSE)).to.deep.equal([]);
  });

  it('accepts ReLU outputs that are on for some samples', () => {
    for (const seed of seeds(3)) {
      const high: Initializer = (_random, [size]) => new Float32Array(size).fill(0.5);
      expect(
        faultsOf(withOutput(network(seed, [32], output(1, 'relu')), small, high, seed), { x, y }, MSE),
      ).to.deep.equal([]);
    }
  });
});
