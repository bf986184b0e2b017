import { expect } from 'chai';
import { truncatedMoments } from '../../../lib/src/init/truncatedMoments.js';
import { normalCdf } from '../random/statistics.js';

const density = (x: number): number => Math.exp((-x * x) / 2) / Math.sqrt(2 * Math.PI);

describe('truncatedMoments', () => {
  it('agree with the formulas in the error function where these keep their digits', () => {
    for (const [low, high] of [
      [-2, 2],
      [-1, 3],
      [0.5, 2],
      [-3, -0.2],
      [-20, 20],
    ]) {
      const mass = normalCdf(high) - normalCdf(low);
      const exact = (density(low) - density(high)) / mass;
      const variance = 1 + (low * density(low) - high * density(high)) / mass - exact ** 2;
      const { mean, std } = truncatedMoments(low, high);
      expect(mean, `${low} ${high}`).to.be.closeTo(exact, 1e-13);
      expect(std, `${low} ${high}`).to.be.closeTo(Math.sqrt(variance), 1e-13);
    }
  });

  it('are known for ±2, with std .8796256610342398 and variance .77374130355, and for the half normal, √(2/π) and √(1 − 2/π)', () => {
    expect(truncatedMoments(-2, 2).std).to.be.closeTo(0.8796256610342398, 1e-15);
    expect(truncatedMoments(-2, 2).std ** 2).to.be.closeTo(0.77374130355, 0.5e-11);
    expect(truncatedMoments(0, 30).mean).to.be.closeTo(Math.sqrt(2 / Math.PI), 1e-14);
    expect(truncatedMoments(0, 30).std).to.be.closeTo(Math.sqrt(1 - 2 / Math.PI), 1e-14);
  });

  it('follow the asymptotic series of Mills’ ratio far in a tail, like those of an exponential', () => {
    for (const low of [20, 100]) {
      const { mean, std } = truncatedMoments(low, 2 * low);
      const x = 1 / low ** 2;
      expect((mean - low) * low).to.be.closeTo(1 - 2 * x + 10 * x ** 2, 100 * x ** 3);
      expect((std * low) ** 2).to.be.closeTo(1 - 6 * x + 50 * x ** 2, 600 * x ** 3);
      expect(truncatedMoments(-2 * low, -low).mean).to.be.closeTo(-mean, 1e-12);
    }
  });

  it('are those of a uniform distribution on a narrow interval', () => {
    const { mean, std } = truncatedMoments(1, 1 + 1e-6);
    expect(mean - 1).to.be.closeTo(0.5e-6, 1e-12);
    expect(std * Math.sqrt(12)).to.be.closeTo(1e-6, 1e-12);
  });
});
