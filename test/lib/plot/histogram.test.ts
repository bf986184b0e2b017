import { expect } from 'chai';
import { histogram } from 'initlab/plot';

describe('histogram', () => {
  it('counts each value once, the largest in the last bin', () => {
    const { centers, density, width } = histogram([0, 1, 1, 2], { bins: 2 });
    expect(centers).to.deep.equal([0.5, 1.5]);
    expect(density).to.deep.equal([0.25, 0.75]);
    expect(width).to.equal(1);
  });

  it('has an area of one, or the share inside the range', () => {
    const values = Float64Array.from({ length: 1000 }, (_, i) => i);
    const area = (h: { density: number[]; width: number }) => h.width * h.density.reduce((a, b) => a + b);
    expect(area(histogram(values, { bins: 7 }))).to.be.closeTo(1, 1e-12);
    expect(area(histogram(values, { bins: 7, low: 0, high: 499.5 }))).to.be.closeTo(0.5, 1e-12);
  });

  it('ignores NaN and Infinity when it chooses the range', () => {
    expect(histogram([0, Number.NaN, 1, Number.POSITIVE_INFINITY], { bins: 1 }).centers).to.deep.equal([0.5]);
  });

  it('says what is wrong with an empty range or a wrong number of bins', () => {
    expect(() => histogram([3, 3, 3])).to.throw(RangeError, /low \(3\) must be below high \(3\)/);
    expect(() => histogram([])).to.throw(RangeError, /none finite/);
    expect(() => histogram([1, 2], { bins: 0 })).to.throw(
      RangeError,
      /bins is 0; it must be a whole number of at least 1/,
    );
  });
});
