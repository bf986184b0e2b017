import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { he, normalOf, type Part, small, table, uniformOf } from '../../../faults/small.js';
import { seeds } from '../../../support/seeds.js';

const relu = (units: number, init: NonNullable<Part['init']>): Part => ({ units, activation: 'relu', init });
const sum = ([a, b]: Float32Array): number => a + b;

describe('the weightScale check', () => {
  before(() => useBackend('wasm'));

  it('takes its kind and its layer from the change of the signal', () => {
    // N(0, σ²) is too small for the few inputs of the first layer, and too large for all others.
    for (const [units, inputs, std] of [
      [256, 8, 0.2],
      [128, 4, 0.3],
      [192, 10, 0.2],
    ]) {
      for (const seed of seeds(3)) {
        const hidden = Array.from({ length: 6 }, () => relu(units, normalOf(std)));
        const model = small(inputs, [...hidden, { units: 1 }], seed);
        const [{ kind, layer, severity }] = diagnose(model, table({ count: 64, inputs, seed }, sum)).findings;
        expect({ kind, layer, severity }).to.deep.equal({
          kind: 'explodingForward',
          layer: 'dense2',
          severity: 'fault',
        });
        model.dispose();
      }
    }
  });

  it('names no mistake if there are so few weights that every mistake fits', () => {
    for (const seed of seeds(5)) {
      for (const [inputs, units] of [
        [2, 4],
        [1, 8],
        [3, 4],
      ]) {
        const small2 = small(inputs, [relu(units, uniformOf(-0.05, 0.05)), { units: 1 }], seed);
        const { findings } = diagnose(
          small2,
          table({ count: 64, inputs, seed }, ([a]) => a),
        );
        expect(findings.map(({ kind }) => kind)).to.not.include.members(['truncated']);
        expect(findings.map(({ why }) => why).join()).to.not.match(/truncat|LeCun|Xavier/);
        small2.dispose();
      }
    }
  });

  it('accepts weights of the right scale, whatever the widths', () => {
    for (const [units, inputs] of [
      [256, 8],
      [4, 2],
      [16, 1],
    ]) {
      for (const seed of seeds(3)) {
        const model = small(inputs, [relu(units, he), relu(units, he), { units: 1 }], seed);
        const { verdict } = diagnose(
          model,
          table({ count: 64, inputs, seed }, ([a, b = 0]) => a + b),
        );
        expect(verdict, `${units}, ${inputs}, ${seed}`).to.equal('healthy');
        model.dispose();
      }
    }
  });
});
