import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { expect } from 'chai';
import { type Diagnosis, diagnose, useBackend } from 'initlab';
import { he, type Rows, small, table } from '../../../faults/small.js';
import { seeds } from '../../../support/seeds.js';

const SEEDS = seeds(3);
const loss = 'binaryCrossEntropy';

/** A network that tells whether two numbers have the same sign. */
function signs(seed: number): { model: LayersModel; rows: Rows } {
  const relu = { units: 16, activation: 'relu', init: he } as const;
  const rows = table({ count: 128, inputs: 4, seed }, ([a, b]) => (a * b > 0 ? 1 : 0));
  return { model: small(4, [relu, relu, { units: 1, activation: 'sigmoid' }], seed), rows };
}

function said({ findings }: Diagnosis): string[] {
  return findings.map(({ kind, severity }) => `${kind} ${severity}`);
}

describe('diagnose with a planned number of steps', () => {
  before(() => useBackend('wasm'));

  it('reports a rate that is too low for the plan, and proposes one that is not', () => {
    for (const seed of SEEDS) {
      const { model, rows } = signs(seed);
      const options = { loss, optimizer: 'sgd', steps: 300 } as const;
      const found = diagnose(model, rows, { ...options, learningRate: 0.001 });
      expect(said(found), `${seed}`).to.deep.equal(['learningRate fault']);
      const [{ why, repair }] = found.findings;
      expect(why).to.contain('Raise the learning rate to 0.01.').and.to.contain('the 300 steps that you plan');
      expect(repair.code).to.contain("{ optimizer: 'sgd', learningRate: 0.01, steps: 300 }");
      expect(said(diagnose(model, rows, { ...options, learningRate: 0.1 })), `${seed}`).to.deep.equal([]);
      model.dispose();
    }
  });

  it('judges the rate of an optimizer that has no name in train', () => {
    const { model, rows } = signs(1);
    const optimizer = tf.train.adadelta(0.001);
    const found = diagnose(model, rows, { loss, optimizer, steps: 300 });
    expect(said(found)).to.deep.equal(['learningRate fault']);
    expect(found.findings[0].repair.code).to.contain('tf.train.adadelta(0.01)');
    optimizer.dispose();
    model.dispose();
  });

  it('reports too few steps if the network learns later at the same rate', () => {
    for (const seed of SEEDS) {
      const { model, rows } = signs(seed);
      const options = { loss, optimizer: 'sgd', learningRate: 0.5 } as const;
      const [first, ...others] = diagnose(model, rows, { ...options, steps: 2 }).findings;
      expect([first.kind, first.severity, ...others], `${seed}`).to.deep.equal(['tooFewSteps', 'fault']);
      const [, steps] = first.repair.code.match(/steps: (\d+)/) as RegExpMatchArray;
      expect(said(diagnose(model, rows, { ...options, steps: Number(steps) })), `${seed}`).to.deep.equal([]);
      model.dispose();
    }
  });

  it('says nothing of the number of steps if none is planned', () => {
    const { model, rows } = signs(1);
    expect(said(diagnose(model, rows, { loss, optimizer: 'sgd', learningRate: 1 }))).to.deep.equal([]);
    model.dispose();
  });
});
