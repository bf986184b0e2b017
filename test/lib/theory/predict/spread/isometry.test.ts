import { expect } from 'chai';
import { random } from 'initlab';
import { mean, sampleVariance } from '../../../../../lib/src/foundation/statistics.js';
import { averageProduct, GRID } from '../../../../../lib/src/theory/predict/grid/normalGrid.js';
import {
  isometry,
  mixIsometries,
  NO_ISOMETRY,
  sphereBias,
  sphereFactor,
  sphereRatio,
} from '../../../../../lib/src/theory/predict/spread/isometry.js';
import { drawMatrix } from '../orthogonalNets.js';

describe('isometry', () => {
  it('lets nothing vary if outputs are as many as inputs or more', () => {
    for (const outputs of [8, 9, 100]) {
      const { slope, offset } = isometry(8, outputs);
      expect([slope, offset]).to.deep.equal([0, 0]);
    }
  });

  it('gives one vector the variance of a Beta distribution, and an orthogonal basis none', () => {
    const { slope, offset } = isometry(12, 5);
    expect((2 / 5) * (slope - offset)).to.be.closeTo((2 * 7) / (5 * 14), 1e-12);
    // The mean of c² over all pairs of a basis of 12 vectors is 1/12.
    expect(slope / 12 - offset).to.be.closeTo(0, 1e-12);
  });

  it('gives a batch the variance of 4000 projections, within 4 standard errors', () => {
    const [inputs, outputs, batch, draws] = [10, 4, 6, 4000];
    const stream = random(1);
    const x = Array.from({ length: batch }, () => stream.normal(new Float64Array(inputs)));
    const dot = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
      Array.from(a).reduce((sum, value, i) => sum + value * b[i], 0);
    const sizes = Float64Array.from({ length: draws }, () => {
      const rows = drawMatrix(outputs, inputs, stream);
      return mean(x.map((sample) => mean(rows.map((row) => dot(row, sample) ** 2))));
    });
    const gram = x.flatMap((a) => x.map((b) => dot(a, b) ** 2));
    const total = x.reduce((sum, a) => sum + dot(a, a), 0);
    const squares = gram.reduce((sum, value) => sum + value, 0) / total ** 2;
    const { slope, offset } = isometry(inputs, outputs);
    const predicted = (2 / outputs) * (slope * squares - offset);
    const measured = sampleVariance(sizes) / mean(sizes) ** 2;
    expect(measured).to.be.closeTo(predicted, 4 * predicted * Math.sqrt(2 / draws));
  });

  it('adds parts by the squares of their shares', () => {
    const square = isometry(8, 8);
    const half = Math.SQRT1_2;
    expect(mixIsometries([square, square], [half, half]).slope).to.be.closeTo(0, 1e-12);
    // |a + b|² of two vectors of fixed, equal length has half the variance of a normal vector.
    expect(mixIsometries([square, square], [0.5, 0.5]).slope).to.be.closeTo(0.5, 1e-12);
    expect(mixIsometries([NO_ISOMETRY, NO_ISOMETRY], [0.5, 0.5])).to.equal(NO_ISOMETRY);
  });
});

describe('a coordinate on a sphere', () => {
  it('has E z² = 1 and E z⁴ = 3N/(N + 2)', () => {
    for (const n of [16, 50, 400]) {
      const moment = (power: number): number =>
        averageProduct(
          GRID.map((g) => g ** power),
          sphereRatio(n),
        );
      expect(moment(2)).to.be.closeTo(1, 1e-6);
      expect(moment(4)).to.be.closeTo((3 * n) / (n + 2), 1e-5);
    }
  });

  it('changes the mean of g⁴ by ln N/(N + 2), and that of g² not at all', () => {
    const matrix = isometry(16, 16);
    expect(
      sphereBias(
        GRID.map((g) => g ** 4),
        matrix,
      ),
    ).to.be.closeTo(Math.log(16 / 18), 1e-5);
    expect(
      sphereBias(
        GRID.map((g) => g ** 2),
        matrix,
      ),
    ).to.be.closeTo(0, 1e-6);
  });

  it('gives Σ z⁴ on a sphere the variance of 20,000 draws, within 4 standard errors and 3 %', () => {
    const [n, draws] = [16, 20_000];
    const stream = random(2);
    const sums = Float64Array.from({ length: draws }, () => {
      const z = stream.normal(new Float64Array(n));
      const scale = n / z.reduce((sum, value) => sum + value * value, 0);
      return mean(z.map((value) => value ** 4 * scale ** 2));
    });
    const measured = sampleVariance(sums) / mean(sums) ** 2;
    // Independent normals: g⁴/3 without its part in g² has the variance 24/9.
    const predicted =
      (24 / 9 / n) *
      sphereFactor(
        GRID.map((g) => g ** 4),
        isometry(n, n),
        n,
      );
    expect(measured).to.be.closeTo(predicted, predicted * (4 * Math.sqrt(2 / draws) * 2 + 0.03));
  });
});
