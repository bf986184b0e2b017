import { expect } from 'chai';
import {
  correlationFor,
  GRID,
  kernel,
  smooth,
  valueAt,
} from '../../../../../lib/src/theory/predict/grid/normalGrid.js';

describe('normalGrid', () => {
  it('gives E relu(g)·relu(g′) by Mehler’s formula, the arc-cosine kernel (Cho & Saul 2009)', () => {
    const products = kernel(GRID.map((g) => Math.max(0, g)));
    for (const c of [-0.9, -0.3, 0, 0.4, 0.8, 0.95, 1]) {
      const exact = (Math.sqrt(1 - c * c) + c * (Math.PI - Math.acos(c))) / (2 * Math.PI);
      expect(valueAt(products, c), `c = ${c}`).to.be.closeTo(exact, 1e-3);
      expect(correlationFor(products, valueAt(products, c))).to.be.closeTo(c, 1e-6);
    }
  });

  it('smooths with a normal of less variance: E (√c·m + √(1 − c)·g)² = c·m² + 1 − c', () => {
    const smoothed = smooth(
      GRID.map((g) => g * g),
      0.3,
    );
    for (const i of [60, 120, 150]) expect(smoothed[i]).to.be.closeTo(0.3 * GRID[i] ** 2 + 0.7, 1e-4);
  });
});
