import { expect } from 'chai';
import { diagnose, type Initializer, orthogonal, useBackend } from 'initlab';
import { seeds } from '../../../../support/seeds.js';
import { recurrentNet, sequences } from './support.js';

const SEEDS = seeds(3);
const options = { loss: 'crossEntropy', optimizer: 'adam', learningRate: 0.01 } as const;

/** Biases of a GRU that are 0 except in one gate: update, reset or candidate. */
function gateBias(place: number, value: number): Initializer {
  return (_stream, [size]) => new Float32Array(size).fill(value, (place * size) / 3, ((place + 1) * size) / 3);
}

describe('the gruGates check', () => {
  before(() => useBackend('wasm'));

  // The gates of tfjs are hard sigmoids by default: .2 · bias + .5.
  for (const [title, gate, place, bias, openness] of [
    ['shuts the update gate', 'update', 0, -2, 0.1],
    ['holds the update gate open', 'update', 0, 3, 1],
    ['shuts the reset gate', 'reset', 1, -3, 0],
  ] as const)
    it(`finds a bias that ${title}`, () => {
      for (const seed of SEEDS) {
        const start = { recurrent: orthogonal(), bias: gateBias(place, bias) };
        const model = recurrentNet('gru', { seed }, start);
        const data = sequences(seed, { steps: 12, batch: 24 });
        const found = diagnose(model, data, options).findings.find(({ kind }) => kind === 'bias');
        expect([found?.layer, found?.quantity], `${seed}`).to.deep.equal(['rnn', `mean of the ${gate} gate`]);
        expect(found?.observed, `${seed}`).to.be.closeTo(openness, 0.06);
        found?.repair.apply?.();
        expect(diagnose(model, data, options).findings.map(({ kind }) => kind)).to.not.include('bias');
        model.dispose();
      }
    });

  it('accepts biases of 0 and of 1, and a reset gate that is open', () => {
    for (const seed of SEEDS)
      for (const bias of [gateBias(0, 0), gateBias(0, 1), gateBias(1, 3)]) {
        const model = recurrentNet('gru', { seed }, { recurrent: orthogonal(), bias });
        expect(diagnose(model, sequences(seed), options).verdict, `${seed}`).to.equal('healthy');
        model.dispose();
      }
  });
});
