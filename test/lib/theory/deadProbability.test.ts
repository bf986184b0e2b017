import { expect } from 'chai';
import { deadProbability } from 'initlab';

describe('deadProbability', () => {
  const exact: [width: number, value: number][] = [
    [2, 0.9249],
    [3, 0.6993],
    [5, 0.2485],
  ];
  for (const [width, value] of exact) {
    it(`is ${value} for 9 layers of ${width} units (Lu et al. 2020; Rister & Rubin 2020)`, () => {
      expect(deadProbability(Array<number>(9).fill(width))).to.be.closeTo(value, 0.5e-4);
    });
  }

  it('keeps its precision if it is tiny, and is at most 1', () => {
    expect(deadProbability([60, 60])).to.be.closeTo(2 ** -59, 1e-14 * 2 ** -59);
    expect(deadProbability(Array<number>(2000).fill(1))).to.equal(1);
  });

  it('refuses an empty list and a width that is not a positive integer', () => {
    expect(() => deadProbability([])).to.throw(RangeError, 'widths is []');
    expect(() => deadProbability([1.5])).to.throw(RangeError, 'widths[0] is 1.5');
  });
});
