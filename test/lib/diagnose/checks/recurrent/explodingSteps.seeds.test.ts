import { expect } from 'chai';
import { diagnose, orthogonal, trace, useBackend, zeros } from 'initlab';
import { ALL_SEEDS, seeds } from '../../../../support/seeds.js';
import { type Cell, forgetGateBias, packedGlorot, recurrentNet, sequences, torch, type Wrapper } from './support.js';

const SEEDS = seeds(3);
const options = { loss: 'crossEntropy' } as const;

/**
 * The gain of orthogonal weights with which the gradient explodes, for each kind of cell. With 6 a
 * simple cell still makes 80 % of the progress in four times the steps.
 */
const LARGE: Record<Cell, number> = { simpleRNN: 8, gru: 10, lstm: 15 };
const WRAPPERS: readonly Wrapper[] = ['none', 'bidirectional', 'sequence'];
const GATES: Record<Cell, number> = { simpleRNN: 1, gru: 3, lstm: 4 };

describe('the explodingSteps check', () => {
  before(() => useBackend('wasm'));

  for (const cell of ['simpleRNN', 'gru', 'lstm'] as const)
    for (const wrapper of ALL_SEEDS ? WRAPPERS : WRAPPERS.slice(0, 1))
      it(`finds recurrent weights whose gradient explodes: ${cell}, wrapper ${wrapper}`, () => {
        for (const seed of wrapper === 'none' ? SEEDS : SEEDS.slice(0, 1)) {
          const model = recurrentNet(cell, { seed, wrapper }, { recurrent: orthogonal({ gain: LARGE[cell] }) });
          const data = sequences(seed);
          const [first] = diagnose(model, data, options).findings;
          const { kind, severity, layer } = first;
          expect({ kind, severity, layer }).to.deep.equal({
            kind: 'explodingForward',
            severity: 'fault',
            layer: 'rnn',
          });
          expect(first.why).to.contain('spectral radius');
          first.repair.apply?.();
          if (seed === 1) expect(diagnose(model, data, options).verdict).to.equal('healthy');
          model.dispose();
        }
      });

  for (const cell of ['simpleRNN', 'gru', 'lstm'] as const)
    it(`accepts Glorot's weights of all gates together, and those of PyTorch: ${cell}`, () => {
      const bias = cell === 'lstm' ? forgetGateBias(1) : zeros();
      const packed = packedGlorot(GATES[cell]);
      const starts = [
        { kernel: packed, recurrent: packed, bias },
        { kernel: torch(12), recurrent: torch(12), bias: torch(12) },
      ];
      for (const seed of SEEDS)
        for (const start of starts) {
          const model = recurrentNet(cell, { seed, wrapper: seed === 3 ? 'bidirectional' : 'none' }, start);
          const { verdict, findings } = diagnose(model, sequences(seed), options);
          expect([verdict, ...findings.map(({ why }) => why)]).to.deep.equal(['healthy']);
          model.dispose();
        }
    });

  it('reports how much the gradient of the first state exceeds that of the output', () => {
    const model = recurrentNet('simpleRNN', { seed: 1 }, { recurrent: orthogonal({ gain: 4 }) });
    const data = sequences(1);
    const { gradient = [] } = trace(model, data).layers[1].steps ?? {};
    const [{ observed }] = diagnose(model, data, options).findings;
    expect(observed).to.be.closeTo(Math.max(...gradient) / gradient[11], 1e-3 * observed);
    model.dispose();
  });
});
