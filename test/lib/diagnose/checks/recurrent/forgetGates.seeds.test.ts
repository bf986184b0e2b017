import { expect } from 'chai';
import { diagnose, orthogonal, useBackend } from 'initlab';
import { ALL_SEEDS, seeds } from '../../../../support/seeds.js';
import { forgetGateBias, recurrentNet, sequences, type Wrapper } from './support.js';

const SEEDS = seeds(3);
const options = { loss: 'crossEntropy', optimizer: 'adam', learningRate: 0.01 } as const;

describe('the forgetGates check', () => {
  before(() => useBackend('wasm'));

  // The gates of tfjs are hard sigmoids by default: .2 · bias + .5.
  for (const [bias, openness, wrappers] of [
    [-1, 0.3, ALL_SEEDS ? ['none', 'bidirectional'] : ['none']],
    [-2, 0.1, ALL_SEEDS ? ['none', 'bidirectional'] : []],
  ] as const satisfies [number, number, Wrapper[]][])
    for (const wrapper of wrappers)
      it(`finds forget gates with a bias of ${bias}: wrapper ${wrapper}`, () => {
        for (const seed of wrapper === 'none' ? SEEDS : [1]) {
          const start = { recurrent: orthogonal(), bias: forgetGateBias(bias) };
          const model = recurrentNet('lstm', { seed, wrapper }, start);
          const data = sequences(seed, { steps: 12, batch: 16 });
          const found = diagnose(model, data, options).findings.find(({ kind }) => kind === 'bias');
          expect([found?.layer, found?.quantity]).to.deep.equal(['rnn', 'mean of the forget gate']);
          expect(found?.observed).to.be.closeTo(openness, 0.03);
          expect(found?.trial?.before).to.be.greaterThan(found?.trial?.after ?? Number.POSITIVE_INFINITY);
          found?.repair.apply?.();
          if (seed === 1)
            expect(diagnose(model, data, options).findings.map(({ kind }) => kind)).to.not.include('bias');
          model.dispose();
        }
      });

  it('accepts biases of 0 and of 1', () => {
    for (const seed of SEEDS)
      for (const bias of [0, 1]) {
        const model = recurrentNet('lstm', { seed }, { recurrent: orthogonal(), bias: forgetGateBias(bias) });
        expect(diagnose(model, sequences(seed), options).verdict).to.equal('healthy');
        model.dispose();
      }
  });
});
