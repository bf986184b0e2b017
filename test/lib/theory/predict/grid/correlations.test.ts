import { expect } from 'chai';
import {
  type Correlations,
  meanOverNoise,
  powerMeans,
  uniformCorrelations,
} from '../../../../../lib/src/theory/predict/grid/correlations.js';

describe('the mean over the noise of a correlation', () => {
  const identity = (c: number): number => c;

  it('is the correlation itself, also where the noise could leave the range from −1 to 1', () => {
    for (const noise of [0, 0.01, 0.3, 0.8])
      for (const c of [-1, -0.95, -0.5, 0, 0.4, 0.94, 1])
        expect(meanOverNoise(uniformCorrelations(2, 2, c, c, noise), c, identity)).to.be.closeTo(c, 1e-12);
  });

  it('has the variance and the third moment of the noise where there is room for them', () => {
    const [u, c] = [0.04, 0.1];
    const noisy = uniformCorrelations(2, 2, c, c, u);
    expect(meanOverNoise(noisy, c, (x) => (x - c) ** 2)).to.be.closeTo(u, 1e-12);
    expect(meanOverNoise(noisy, c, (x) => (x - c) ** 3)).to.be.closeTo(u ** 1.5, 1e-12);
  });

  it('keeps the mean of the powers', () => {
    const noisy: Correlations = uniformCorrelations(3, 3, 0.9, 0.7, 0.5);
    const { different } = powerMeans(noisy, { self: 0.1, sample: 0.5 });
    expect(different[0]).to.be.closeTo(1, 1e-12);
    expect(different[1]).to.be.closeTo(0.7, 1e-12);
  });
});
