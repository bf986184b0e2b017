import { expect } from 'chai';
import { random } from 'initlab';
import { mean, sampleVariance } from '../../../../../lib/src/foundation/statistics.js';
import { varianceOfLogMean } from '../../../../../lib/src/theory/predict/spread/varianceOfLogMean.js';

describe('varianceOfLogMean', () => {
  it('is the variance of the logarithm of a mean of lognormal numbers, accurate to 5 % at small variances and to a quarter at variance 3', () => {
    for (const [variance, count, share] of [
      [0.2, 16, 0.05],
      [1, 4, 0.05],
      [1, 16, 0.1],
      [3, 16, 0.25],
    ]) {
      const stream = random(5);
      /** 20,000 draws. */
      const logs = Float64Array.from({ length: 20_000 }, () => {
        const x = stream.normal(new Float64Array(count), 0, Math.sqrt(variance));
        return Math.log(mean(x.map(Math.exp)));
      });
      const drawn = sampleVariance(logs);
      // Where the spread is large, the mean of two is not quite lognormal.
      const error = 4 * drawn * Math.sqrt(2 / logs.length) + share * drawn;
      expect(varianceOfLogMean(variance, count), `${variance}, ${count}`).to.be.closeTo(drawn, error);
    }
  });

  it('is the variance itself for one number, and 0 without variance', () => {
    expect(varianceOfLogMean(0.7, 1)).to.equal(0.7);
    expect(varianceOfLogMean(0, 9)).to.equal(0);
  });
});
