import { expect } from 'chai';
import { diagnose, orthogonal, useBackend } from 'initlab';
import { seeds } from '../../../../support/seeds.js';
import { recurrentNet, sequences, type Wrapper } from './support.js';

const SEEDS = seeds(3);
const options = { loss: 'crossEntropy' } as const;

describe('the shortMemory check', () => {
  before(() => useBackend('wasm'));

  for (const wrapper of ['none', 'bidirectional', 'sequence'] as const satisfies Wrapper[])
    it(`finds recurrent weights that keep nothing of the state: wrapper ${wrapper}`, () => {
      for (const seed of wrapper === 'none' ? SEEDS : [1]) {
        const model = recurrentNet('simpleRNN', { seed, wrapper }, { recurrent: orthogonal({ gain: 0.1 }) });
        const data = sequences(seed);
        const [{ kind, severity, layer, observed, repair }] = diagnose(model, data, options).findings;
        expect({ kind, severity, layer }).to.deep.equal({ kind: 'vanishingForward', severity: 'fault', layer: 'rnn' });
        expect(observed).to.be.closeTo(0.1, 0.001);
        repair.apply?.();
        if (seed === 1) expect(diagnose(model, data, options).verdict).to.equal('healthy');
        model.dispose();
      }
    });

  it('makes a note of a memory of two steps', () => {
    for (const seed of SEEDS) {
      const model = recurrentNet('simpleRNN', { seed }, { recurrent: orthogonal({ gain: 0.3 }) });
      const { verdict, findings } = diagnose(model, sequences(seed), options);
      expect([verdict, ...findings.map(({ kind, severity }) => `${severity} ${kind}`)]).to.deep.equal([
        'healthy',
        'note vanishingForward',
      ]);
      model.dispose();
    }
  });

  it('accepts small recurrent weights in cells with gates, which keep their state', () => {
    for (const seed of SEEDS) {
      const model = recurrentNet(seed === 1 ? 'gru' : 'lstm', { seed }, { recurrent: orthogonal({ gain: 0.1 }) });
      expect(diagnose(model, sequences(seed), options).verdict).to.equal('healthy');
      model.dispose();
    }
  });
});
