import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { hindered, learning, relu, rowsOf, smooth } from '../../faults/shallow.js';
import { he, small, table } from '../../faults/small.js';
import { seeds } from '../../support/seeds.js';

const SEEDS = seeds(5);

describe('confirmByTrial', () => {
  before(() => useBackend('wasm'));

  for (const [title, net] of Object.entries(learning)) {
    it(`makes only notes for a shallow network that learns: ${title}`, () => {
      for (const seed of SEEDS) {
        const model = small(net.inputs, net.parts, seed);
        const { verdict, findings } = diagnose(model, rowsOf(net, seed), { loss: net.loss });
        expect({ verdict, faults: findings.filter(({ severity }) => severity === 'fault') }, `${seed}`).to.deep.equal({
          verdict: 'healthy',
          faults: [],
        });
        model.dispose();
      }
    });
  }

  for (const [title, net] of Object.entries(hindered)) {
    it(`confirms a fault if the repaired weights learn much faster: ${title}`, () => {
      for (const seed of SEEDS) {
        const model = small(net.inputs, net.parts, seed);
        const found = diagnose(model, rowsOf(net, seed), { loss: net.loss });
        expect(found.verdict, `${seed}`).to.equal('unhealthy');
        found.apply();
        expect(diagnose(model, rowsOf(net, seed), { loss: net.loss }).verdict, `${seed}`).to.equal('healthy');
        model.dispose();
      }
    });
  }

  it('adds the trial to the finding: both losses, the steps, the optimizer and the seed', () => {
    const { inputs, parts, loss } = learning['ReLU net with Glorot weights, 7-64-64-1'];
    const model = small(inputs, parts, 1);
    const rows = rowsOf(learning['ReLU net with Glorot weights, 7-64-64-1'], 1);
    const [{ trial, severity, why }] = diagnose(model, rows, { loss, seed: 7 }).findings;
    expect(severity).to.equal('note');
    expect(trial).to.include({ steps: 30, optimizer: 'adam', learningRate: 0.001, seed: 7 });
    expect(trial?.after).to.be.below(trial?.before as number);
    expect(why).to.contain('It hardly hinders learning').and.to.contain('30 trial steps of adam');
    model.dispose();
  });

  it('makes no trial for a deep network, in which the effects of the layers add up', () => {
    const parts = [...Array.from({ length: 8 }, () => relu(64)), { units: 1 }];
    const model = small(64, parts, 1);
    const [{ kind, severity, trial }] = diagnose(model, table({ count: 64, inputs: 64, seed: 1 }, smooth)).findings;
    expect({ kind, severity, trial }).to.deep.equal({ kind: 'wrongGain', severity: 'fault', trial: undefined });
    model.dispose();
  });

  it('does not object to shallow networks whose weights have the right scale', () => {
    for (const seed of SEEDS) {
      const model = small(7, [relu(64, he), relu(64, he), { units: 1 }], seed);
      const found = diagnose(model, table({ count: 128, inputs: 7, seed }, smooth));
      expect(found.findings, `${seed}`).to.deep.equal([]);
      model.dispose();
    }
  });
});
