import { expect } from 'chai';
import { random } from 'initlab';
import { ksPValue, moment } from './statistics.js';

const n = 400000;

describe('uniform', () => {
  for (const Floats of [Float32Array, Float64Array]) {
    it(`follows the exact distribution in a ${Floats.name} (KS p > 1e-4)`, () => {
      const x = random(11).uniform(new Floats(n), -0.5, 2);
      expect(ksPValue(x, (u) => (u + 0.5) / 2.5)).to.be.above(1e-4);
    });

    it(`has the moments 0, 1/3, 0, 1/5 on ±1 in a ${Floats.name} (4.5 standard errors: false alarm 3e-5)`, () => {
      const x = random(12).uniform(new Floats(n), -1, 1);
      for (const order of [1, 2, 3, 4]) {
        const expected = order % 2 ? 0 : 1 / (order + 1);
        const error = Math.sqrt((1 / (2 * order + 1) - expected ** 2) / n);
        expect(moment(x, order), `order ${order}`).to.be.closeTo(expected, 4.5 * error);
      }
    });

    it(`stays within [low, high) in a ${Floats.name}, even for bounds that it cannot represent`, () => {
      const intervals: [number, number][] = [
        [0, 1],
        [-0.7, -0.1],
        [0.7, 0.7000001],
        [1, 1 + 2 ** -22],
        [-1, 1e-12],
        [-1e308, 1e308],
        [16777216, 16777220],
      ];
      for (const [low, high] of intervals) {
        if (Floats === Float32Array && high === 1e308) continue;
        const x = random(13).uniform(new Floats(100000), low, high);
        expect(
          x.every((u) => u >= low && u < high),
          `[${low}, ${high})`,
        ).to.equal(true);
      }
    });
  }

  it('refuses bounds that are not finite, out of order, or without a number between them', () => {
    const out = new Float32Array(1);
    expect(() => random(1).uniform(out, Number.NaN, 1)).to.throw(RangeError, 'low is NaN');
    expect(() => random(1).uniform(out, 0, Infinity)).to.throw(RangeError, 'high is Infinity');
    expect(() => random(1).uniform(out, 1, 1)).to.throw(RangeError, 'low must be less than high');
    expect(() => random(1).uniform(out, 1 + 2 ** -40, 1 + 2 ** -39)).to.throw(
      RangeError,
      'no Float32Array element lies in',
    );
  });
});
