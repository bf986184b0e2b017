import { expect } from 'chai';
import { random } from 'initlab';
import { ksPValue, moment, normalCdf } from './statistics.js';

const n = 1000000;

describe('normal', () => {
  for (const Floats of [Float32Array, Float64Array]) {
    const z: Float32Array | Float64Array = random(21).normal(new Floats(n));

    it(`follows the exact distribution in a ${Floats.name} (KS p > 1e-4)`, () => {
      expect(ksPValue(z, normalCdf)).to.be.above(1e-4);
    });

    it(`has the moments 0, 1, 0, 3 in a ${Floats.name} (4.5 standard errors: false alarm 3e-5)`, () => {
      const moments = [1, 0, 1, 0, 3, 0, 15, 0, 105];
      for (const order of [1, 2, 3, 4]) {
        const error = Math.sqrt((moments[2 * order] - moments[order] ** 2) / n);
        expect(moment(z, order), `order ${order}`).to.be.closeTo(moments[order], 4.5 * error);
      }
    });

    it(`has tails of the right weight in a ${Floats.name} (beyond 3, 4, 4.5: 4.5 standard errors)`, () => {
      for (const bound of [3, 4, 4.5]) {
        for (const sign of [1, -1]) {
          const expected = n * normalCdf(-bound);
          const count = z.filter((x: number) => sign * x > bound).length;
          expect(count, `${sign * bound}`).to.be.closeTo(expected, 4.5 * Math.sqrt(expected));
        }
      }
    });

    it(`has independent halves of a pair in a ${Floats.name}: angles are uniform over the circle (KS p > 1e-4)`, () => {
      const angles = Array.from({ length: n / 4 }, (_, i) => Math.atan2(z[2 * i], z[2 * i + 1]));
      expect(ksPValue(angles, (angle) => (angle / Math.PI + 1) / 2)).to.be.above(1e-4);
    });
  }

  it('equals mean + std · z', () => {
    const z = random(22).normal(new Float64Array(9));
    const x = random(22).normal(new Float64Array(9), 3, 0.5);
    for (let i = 0; i < 9; i++) expect(x[i]).to.be.closeTo(3 + z[i] / 2, 1e-14);
    expect([...random(22).normal(new Float64Array(2), 3, 0)]).to.deep.equal([3, 3]);
  });

  it('refuses a mean or std that is not finite, and a negative std', () => {
    const out = new Float32Array(1);
    expect(() => random(1).normal(out, Number.NaN)).to.throw(RangeError, 'mean is NaN; it must be a finite number');
    expect(() => random(1).normal(out, 0, -1)).to.throw(
      RangeError,
      'std is -1; it must be a finite number of at least 0',
    );
    expect(() => random(1).normal(out, 0, Infinity)).to.throw(RangeError, 'std is Infinity');
  });

  it('refuses a mean and std that may overflow', () => {
    expect(() => random(1).normal(new Float32Array(1), 0, 1e38)).to.throw(
      RangeError,
      'the largest Float32Array element',
    );
    expect(() => random(1).truncatedNormal(new Float32Array(1), -3e38, 1e38)).to.throw(RangeError, 'mean is -3e+38');
    expect(() => random(1).normal(new Float64Array(1), 0, 1e308)).to.throw(
      RangeError,
      'the largest Float64Array element',
    );
    expect(random(1).normal(new Float64Array(1), 0, 1e38)[0]).to.be.below(9e38);
  });
});
