import { expect } from 'chai';
import { orthogonal, random } from 'initlab';
import { eigenvalues } from 'initlab/tasks';

const gaussian = (n: number, seed: number): Float64Array => random(seed).normal(new Float64Array(n * n));
const absolute = (values: { re: number; im: number }[]): number[] => values.map(({ re, im }) => Math.hypot(re, im));

/** Lists the roots as the eigenvalues of the companion matrix of the polynomial. */
function companion(coefficients: number[]): number[] {
  const n = coefficients.length;
  return Array.from({ length: n * n }, (_, k) => {
    const [i, j] = [Math.floor(k / n), k % n];
    return (j === n - 1 ? -coefficients[i] : 0) + (i === j + 1 ? 1 : 0);
  });
}

describe('eigenvalues', () => {
  it('are the diagonal of a triangular matrix, the largest first', () => {
    const values = eigenvalues([1, 5, 7, 0, -4, 2, 0, 0, 2], 3);
    [-4, 2, 1].forEach((expected, i) => {
      expect(values[i].re).to.be.closeTo(expected, 1e-12);
      expect(values[i].im).to.be.closeTo(0, 1e-12);
    });
  });

  it('are the roots of the polynomial of a companion matrix', () => {
    // (x − 1)(x − 2)(x − 3)(x² + 4), from the constant term to x⁴.
    const values = eigenvalues(companion([-24, 44, -30, 15, -6]), 5);
    expect(values[0].re).to.be.closeTo(3, 1e-10);
    expect(values[4].re).to.be.closeTo(1, 1e-10);
    const imaginary = values.filter(({ im }) => Math.abs(im) > 1e-6).map(({ im }) => im);
    expect(imaginary.sort((a, b) => a - b)[0]).to.be.closeTo(-2, 1e-10);
    expect(imaginary[1]).to.be.closeTo(2, 1e-10);
  });

  for (const n of [1, 2, 3, 10, 64]) {
    it(`sum up to the trace of a matrix and of its square, and come in conjugate pairs: ${n} × ${n}`, () => {
      const matrix = gaussian(n, n);
      const values = eigenvalues(matrix, n);
      let [trace, traceOfSquare] = [0, 0];
      for (let i = 0; i < n; i++) {
        trace += matrix[i * n + i];
        for (let j = 0; j < n; j++) traceOfSquare += matrix[i * n + j] * matrix[j * n + i];
      }
      const sum = (of: (value: { re: number; im: number }) => number): number =>
        values.reduce((total, value) => total + of(value), 0);
      expect(values).to.have.length(n);
      expect(sum(({ re }) => re)).to.be.closeTo(trace, 1e-9 * n);
      expect(sum(({ im }) => im)).to.be.closeTo(0, 1e-9 * n);
      expect(sum(({ re, im }) => re * re - im * im)).to.be.closeTo(traceOfSquare, 1e-8 * n * n);
    });
  }

  it('lie on the unit circle for an orthogonal matrix', () => {
    const matrix = orthogonal()(random(1), [40, 40]);
    for (const value of absolute(eigenvalues(matrix, 40))) expect(value).to.be.closeTo(1, 1e-5);
  });

  it('are the roots of unity for cyclic shifts, on which unshifted iterations stand still', () => {
    for (const n of [2, 3, 4, 8]) {
      const shift = Array.from({ length: n * n }, (_, k) => Number((Math.floor(k / n) + 1) % n === k % n));
      const values = eigenvalues(shift, n);
      for (const value of absolute(values)) expect(value).to.be.closeTo(1, 1e-9);
      const angles = values.map(({ re, im }) => Math.round((n * Math.atan2(im, re)) / (2 * Math.PI) + n) % n);
      expect(new Set(angles).size).to.equal(n);
    }
  });

  it('are 0 for zero matrices', () => {
    expect(absolute(eigenvalues(new Float64Array(9), 3))).to.deep.equal([0, 0, 0]);
  });

  it('are refused for matrices that are not square or not finite', () => {
    expect(() => eigenvalues([1, 2, 3], 2)).to.throw(RangeError, /matrix has 3 entries; it must have n² = 4/);
    expect(() => eigenvalues([1, Number.NaN, 0, 1], 2)).to.throw(RangeError);
    expect(() => eigenvalues([], 0)).to.throw(RangeError, /n is 0/);
  });
});
