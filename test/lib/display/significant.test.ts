import { expect } from 'chai';
import { significant } from '../../../lib/src/display/significant.js';

describe('significant', () => {
  const texts = (values: number[], digits: number): string[] => values.map((value) => significant(value, digits));

  it('keeps the given number of digits, without trailing zeros', () => {
    expect(texts([1.03456, 0.25, -12.3456, 123456, 0.00012346], 4)).to.deep.equal([
      '1.035',
      '0.25',
      '-12.35',
      '123500',
      '0.0001235',
    ]);
  });

  it('writes an exponent if a reader would have to count zeros', () => {
    const values = [1e6, 1.0938e24, -1.2345e8, 0.0000077, 3e-23];
    expect(texts(values, 2)).to.deep.equal(['1e6', '1.1e24', '-1.2e8', '7.7e-6', '3e-23']);
  });

  it('rounds before it chooses between plain digits and an exponent', () => {
    expect(texts([999_999, 0.00009999], 3)).to.deep.equal(['1e6', '0.0001']);
  });

  it('writes NaN, infinity and 0 as JavaScript does', () => {
    expect(texts([0, -0, Number.NaN, Number.NEGATIVE_INFINITY], 3)).to.deep.equal(['0', '0', 'NaN', '-Infinity']);
  });
});
