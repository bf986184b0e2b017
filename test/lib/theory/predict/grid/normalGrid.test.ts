import { expect } from 'chai';
import { heNormal, type LayerSpec, predict, random } from 'initlab';
import {
  correlationFor,
  grid,
  kernel,
  smoothed,
  valueAt,
} from '../../../../../lib/src/theory/predict/grid/normalGrid.js';
import { averagedLog } from '../../../../../lib/src/theory/predict/spread/averagedLog.js';

describe('normalGrid', () => {
  it('has E relu(g)·relu(g′) by Mehler: the arc-cosine kernel (Cho & Saul 2009)', () => {
    const products = kernel(grid.map((g) => Math.max(0, g)));
    for (const c of [-0.9, -0.3, 0, 0.4, 0.8, 0.95, 1]) {
      const exact = (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / (2 * Math.PI);
      expect(valueAt(products, c), `c = ${c}`).to.be.closeTo(exact, 1e-3);
      expect(correlationFor(products, valueAt(products, c))).to.be.closeTo(c, 1e-6);
    }
  });

  it('smooths as a normal with less variance: E (√c·m + √(1 − c)·g)² = c·m² + 1 − c', () => {
    const smooth = smoothed(
      grid.map((g) => g * g),
      0.3,
    );
    for (const i of [60, 120, 150]) expect(smooth[i]).to.be.closeTo(0.3 * grid[i] ** 2 + 0.7, 1e-4);
  });
});

describe('averagedLog', () => {
  it('is the variance of the logarithm of a mean of lognormal numbers, to 5 % at small variances and a quarter at 3: 20,000 draws', () => {
    for (const [variance, count, share] of [
      [0.2, 16, 0.05],
      [1, 4, 0.05],
      [1, 16, 0.1],
      [3, 16, 0.25],
    ]) {
      const stream = random(5);
      const logs = Float64Array.from({ length: 20_000 }, () => {
        const x = stream.normal(new Float64Array(count), 0, Math.sqrt(variance));
        return Math.log(x.reduce((sum, y) => sum + Math.exp(y), 0) / count);
      });
      const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
      const drawn = logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / logs.length;
      // Where the spread is large, the mean of two is not quite lognormal.
      const error = 4 * drawn * Math.sqrt(2 / logs.length) + share * drawn;
      expect(averagedLog(variance, count), `${variance}, ${count}`).to.be.closeTo(drawn, error);
    }
  });

  it('is what it was for one, and nothing without variance', () => {
    expect(averagedLog(0.7, 1)).to.equal(0.7);
    expect(averagedLog(0, 9)).to.equal(0);
  });
});

describe('the speed of predict', () => {
  it('is that of arithmetic on numbers of layers, not of weights: 50 layers of 4096 units have no matrix', () => {
    const layers: LayerSpec[] = Array.from({ length: 50 }, () => ({
      type: 'dense',
      units: 4096,
      activation: 'relu',
      init: heNormal(),
    }));
    expect(predict({ inputShape: [4096], layers }).length).to.equal(51);
  });
});
