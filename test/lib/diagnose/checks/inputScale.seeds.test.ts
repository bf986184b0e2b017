import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { diagnose, type Finding, useBackend } from 'initlab';
import { brokenNetworks } from 'initlab/tasks';
import { seeds } from '../../../support/seeds.js';
import { classesOf, network, normalRows, output } from '../cases/support.js';

/** Finds what `diagnose` says of the inputs x·scale + shift of a network of six ReLU layers. */
function findingOf(seed: number, scale: number, shift: number): Finding | undefined {
  const rows = normalRows(seed);
  const y = classesOf(rows, 4);
  const x = tf.add(tf.mul(rows.x, scale), shift);
  const model = network(seed, [64, 64, 64, 64, 64, 64], output(4, 'softmax'));
  const found = diagnose(model, { x, y }).findings.find(({ kind }) => kind === 'input');
  model.dispose();
  return found;
}

describe('the inputScale check', () => {
  before(() => useBackend('wasm'));

  it('lets a trial decide on inputs that are four standard deviations off centre', () => {
    for (const seed of seeds(5)) {
      const { severity, trial, why } = findingOf(seed, 1, 4) as Finding;
      expect(trial?.after).to.be.below(trial?.before as number);
      expect(why).to.contain(severity === 'note' ? 'It hardly hinders learning' : 'This hinders learning');
    }
  });

  it('reports inputs that are thirteen standard deviations off centre without a trial', () => {
    for (const seed of seeds(5)) {
      const found = findingOf(seed, 0.3, 4);
      expect(found).to.include({ severity: 'fault' });
      expect(found?.trial).to.equal(undefined);
    }
  });

  it('proposes one mean and one deviation for all pixels, also of flattened images', () => {
    for (const seed of seeds(5)) {
      const { model, train } = brokenNetworks().F(seed);
      const data = { x: { shape: [64, 784], data: train.x.data.slice(0, 64 * 784) }, y: train.y.data.slice(0, 64) };
      expect(diagnose(model, data).findings[0].repair?.code).to.contain('tf.moments(x);');
      model.dispose();
    }
  });

  it('proposes a mean and a deviation for each column of a table', () => {
    expect(findingOf(1, 30, 0)?.repair?.code).to.contain('tf.moments(x, 0);');
  });

  it('says nothing of inputs that are one standard deviation off centre', () => {
    for (const seed of seeds(5)) expect(findingOf(seed, 1, 1)).to.equal(undefined);
  });
});
