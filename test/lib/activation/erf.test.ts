import { expect } from 'chai';
import { erf, erfc } from '../../../lib/src/activation/erf.js';

describe('erf and erfc', () => {
  /** Rows of [x, erf x, erfc x], computed with mpmath. */
  const table: [x: number, erf: number, erfc: number][] = [
    [1e-10, 1.1283791670955126e-10, 0.999999999887162],
    [0.3, 0.32862675945912745, 0.6713732405408726],
    [0.46875, 0.492613473217938, 0.507386526782062],
    [1, 0.8427007929497149, 0.15729920705028513],
    [2.5, 0.999593047982555, 0.0004069520174449589],
    [4, 0.9999999845827421, 1.541725790028002e-8],
    [5, 0.9999999999984626, 1.537459794428035e-12],
    [10, 1, 2.088487583762545e-45],
    [26, 1, 5.663192408856143e-296],
  ];
  for (const [x, value, complement] of table) {
    it(`have 15 correct digits at ±${x}`, () => {
      expect(erf(x)).to.be.closeTo(value, 2e-15 * value);
      expect(erfc(x)).to.be.closeTo(complement, 4e-15 * complement);
      expect(erf(-x)).to.equal(-erf(x));
      expect(erfc(-x)).to.be.closeTo(1 + value, 4e-15);
    });
  }

  it('reach their limits and keep NaN', () => {
    expect([erf(Infinity), erf(-Infinity), erfc(Infinity), erfc(-Infinity)]).to.deep.equal([1, -1, 0, 2]);
    expect([erf(Number.NaN), erfc(Number.NaN)]).to.deep.equal([Number.NaN, Number.NaN]);
  });
});
