import { expect } from 'chai';
import { random } from 'initlab';
import { multiply, transpose } from '../../../lib/src/signal/matmul.js';

describe('matmul', () => {
  for (const [rows, inner, cols] of [
    [1, 1, 1],
    [2, 3, 5],
    [7, 4, 1],
    [5, 9, 6],
    [33, 66, 31],
  ]) {
    it(`multiplies [${rows}, ${inner}] by [${inner}, ${cols}], each element rounded once`, () => {
      const a = random(1).normal(new Float32Array(rows * inner));
      const b = random(2).normal(new Float32Array(inner * cols));
      const product = multiply(a, b, rows, inner, cols);
      for (let i = 0; i < rows; i++) {
        for (let j = 0; j < cols; j++) {
          let sum = 0;
          for (let k = 0; k < inner; k++) sum += a[i * inner + k] * b[k * cols + j];
          expect(product[i * cols + j]).to.be.closeTo(sum, 2 ** -24 * Math.abs(sum) + 1e-14);
        }
      }
    });
  }

  it('transposes', () => {
    expect([...transpose(Float32Array.of(1, 2, 3, 4, 5, 6), 2, 3)]).to.deep.equal([1, 4, 2, 5, 3, 6]);
  });
});
