import { expect } from 'chai';
import {
  columnMeans,
  entropy,
  mean,
  meanSquare,
  median,
  moment,
  quantile,
  rootMeanSquare,
  rowSums,
  sampleVariance,
  standardDeviation,
  sum,
} from '../../../lib/src/foundation/statistics.js';

describe('statistics', () => {
  /** Plain and typed arrays hold the same values: mean 5, squares 232, squared deviations 32. */
  const values = [2, 4, 4, 4, 5, 5, 7, 9];

  for (const array of [values, Float32Array.from(values), Float64Array.from(values), Uint8Array.from(values)]) {
    it(`are exact for a ${array.constructor.name}`, () => {
      expect(sum(array)).to.equal(40);
      expect(mean(array)).to.equal(5);
      expect(moment(array, 1)).to.equal(5);
      expect(moment(array, 2)).to.equal(29);
      expect(moment(array, 3)).to.equal(190.25);
      expect(moment(array, 4)).to.equal(1374.5);
      expect(meanSquare(array)).to.equal(29);
      expect(rootMeanSquare(array)).to.equal(Math.sqrt(29));
      expect(sampleVariance(array)).to.equal(32 / 7);
      expect(standardDeviation(array)).to.equal(Math.sqrt(32 / 7));
      expect(median(array)).to.equal(4.5);
    });
  }

  it('sum in double precision, even over float32 values', () => {
    const float32 = Float32Array.of(2 ** 24, 1, 1);
    expect(sum(float32)).to.equal(2 ** 24 + 2);
    expect(meanSquare(Float32Array.of(4097))).to.equal(16_785_409);
  });

  it('keep the precision of the variance of values far from 0', () => {
    expect(sampleVariance([1e9 + 4, 1e9 + 7, 1e9 + 13, 1e9 + 16])).to.equal(30);
  });

  it('interpolate quantiles linearly between neighbours, as NumPy does', () => {
    const sorted = [1, 2, 4, 8, 16];
    expect([0, 0.1, 0.25, 0.5, 0.9, 1].map((p) => quantile(sorted, p))).to.deep.equal([1, 1.4, 2, 4, 12.8, 16]);
    expect(quantile([7], 0.3)).to.equal(7);
  });

  it('give an infinite quantile, and not NaN, if it falls on an infinite value', () => {
    expect(quantile([1, 2, Infinity], 0.5)).to.equal(2);
    expect(quantile([1, 2, Infinity], 1)).to.equal(Infinity);
    expect(median([Infinity, 3, -Infinity])).to.equal(3);
    expect(median([Infinity, Infinity])).to.equal(Infinity);
  });

  it('have a median that does not depend on the order of the values, and does not change it', () => {
    const unsorted = [10, 9, 100, 1];
    expect(median(unsorted)).to.equal(9.5);
    expect(median([100, 1, 10])).to.equal(10);
    expect(unsorted).to.deep.equal([10, 9, 100, 1]);
  });

  it('are NaN without values, except the sum, which is 0', () => {
    expect(sum([])).to.equal(0);
    for (const statistic of [mean, meanSquare, rootMeanSquare, sampleVariance, standardDeviation, median])
      expect(statistic([]), statistic.name).to.be.NaN;
    expect(moment([], 3)).to.be.NaN;
    expect(quantile([], 0.5)).to.be.NaN;
    expect(sampleVariance([3])).to.be.NaN;
  });

  it('include the means of columns', () => {
    expect([...columnMeans([1, 10, 3, 30], 2)]).to.deep.equal([2, 20]);
  });

  it('include the sum of each row of a table', () => {
    expect([...rowSums([1, 10, 3, 30, 5, 50], 2)]).to.deep.equal([11, 33, 55]);
    expect([...rowSums(Float32Array.of(1, 2, 4), 3)]).to.deep.equal([7]);
  });

  it('include the entropy, in nats', () => {
    expect(entropy([0.25, 0.25, 0.25, 0.25])).to.be.closeTo(Math.log(4), 1e-15);
    expect(entropy([0, 1])).to.equal(0);
  });
});
