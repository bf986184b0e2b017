import { expect } from 'chai';
import { diagnose, random, useBackend } from 'initlab';
import { he, type Part, type Rows, small, uniformOf } from '../../../faults/small.js';
import { seeds } from '../../../support/seeds.js';

function positive(inputs: number, seed: number, [low, high]: readonly [number, number]): Rows {
  const data = random(seed)
    .uniform(new Float32Array(100 * inputs))
    .map((u) => low + (high - low) * u);
  const y = Float32Array.from({ length: 100 }, (_, i) => data[i * inputs]);
  return { x: { shape: [100, inputs], data }, y: { shape: [100, 1], data: y } };
}

const relu = (units: number, init: NonNullable<Part['init']>): Part => ({ units, activation: 'relu', init });

describe('the stuckUnits check', () => {
  before(() => useBackend('wasm'));

  for (const [units, inputs, init] of [
    [4, 2, uniformOf(-1, -0.02)],
    [8, 1, uniformOf(-1, -0.02)],
    [3, 4, uniformOf(-0.5, -0.1)],
    [16, 3, uniformOf(-1, -0.01)],
  ] as const) {
    it(`reports ${units} units with ${inputs} positive inputs as dead if all weights are negative`, () => {
      for (const seed of seeds(5)) {
        const model = small(inputs, [relu(units, init), { units: 1 }], seed);
        const rows = positive(inputs, seed, [1, 5]);
        const found = diagnose(model, rows);
        const [{ kind, severity, layer, why }] = found.findings;
        expect({ kind, severity, layer }).to.deep.equal({ kind: 'dead', severity: 'fault', layer: 'dense1' });
        expect(why).to.contain('Nearly all weights of this layer are negative');
        found.apply();
        expect(diagnose(model, rows).findings.map((finding) => finding.kind)).to.not.include('dead');
        model.dispose();
      }
    });
  }

  it('accepts a few units with positive inputs if their weights have both signs', () => {
    for (const seed of seeds(5)) {
      const model = small(2, [relu(8, he), { units: 1 }], seed);
      const { findings } = diagnose(model, positive(2, seed, [0, 2]));
      expect(findings.map(({ kind }) => kind)).to.not.include('dead');
      model.dispose();
    }
  });
});
