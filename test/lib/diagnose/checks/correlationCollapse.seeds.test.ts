import * as tf from '@tensorflow/tfjs-core';
import { expect } from 'chai';
import { diagnose, useBackend } from 'initlab';
import { he, line, normalOf, type Part, small } from '../../../faults/small.js';
import { ALL_SEEDS, seeds } from '../../../support/seeds.js';

const relu = (units: number, init: NonNullable<Part['init']>): Part => ({ units, activation: 'relu', init });

describe('the correlationCollapse check', () => {
  before(() => useBackend('wasm'));

  it('does not compare rounding errors, if samples are multiples of one input and so alike in every draw', () => {
    const rows = line({ count: 128, from: 1 / 128, step: 1 / 128 }, (x) => x);
    for (const [first, second] of [
      [50, 10],
      [30, 5],
      [8, 8],
    ]) {
      for (let seed = 491; seed < (ALL_SEEDS ? 511 : 495); seed++) {
        const model = small(1, [relu(first, he), relu(second, he), { units: 1 }], seed);
        const { findings } = diagnose(model, rows);
        expect(findings.map(({ kind }) => kind)).to.not.include('correlationCollapse');
        model.dispose();
      }
    }
  });

  it('finds that deep layers with a common part make samples alike', () => {
    for (const seed of seeds(3)) {
      const shifted: Part['init'] = (own) => {
        const init = normalOf(0.05)(own);
        const { apply } = init;
        init.apply = (shape, dtype) => tf.add(apply.call(init, shape, dtype), 0.06);
        return init;
      };
      const model = small(1, [...Array.from({ length: 6 }, () => relu(32, shifted)), { units: 1 }], seed);
      const { findings } = diagnose(
        model,
        line({ count: 64, from: -1, step: 1 / 32 }, (x) => x),
      );
      expect(findings[0].kind).to.equal('correlationCollapse');
      model.dispose();
    }
  });
});
