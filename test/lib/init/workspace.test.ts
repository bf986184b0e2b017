import { expect } from 'chai';
import { plainWorkspace, simdWorkspace, type Workspace, workspace } from '../../../lib/src/init/workspace.js';

/**
 * Computes C + A·B in a workspace of numbers 1, 2, …, where A is [rows, inner] or stored
 * transposed.
 */
function product(
  make: (length: number) => Workspace | undefined,
  rows: number,
  inner: number,
  transposed: boolean,
): number[] {
  const cols = 8;
  const c = { at: 0, row: cols + 2, column: 1 };
  const b = { at: c.at + rows * c.row, row: cols, column: 1 };
  const at = b.at + inner * b.row;
  const a = transposed ? { at, row: 1, column: rows } : { at, row: inner, column: 1 };
  const length = at + rows * inner;
  const space = make(length) ?? expect.fail('no SIMD');
  for (let i = 0; i < length; i++) space.numbers[i] = 1 / (i + 1);
  space.multiplyAdd(c, a, b, rows, inner, cols);
  return [...space.numbers.subarray(0, length)];
}

describe('workspace', () => {
  for (const [rows, inner] of [
    [4, 1],
    [8, 5],
    [12, 300],
  ]) {
    for (const transposed of [false, true]) {
      it(`adds a product with a${transposed ? ' transposed' : ''} matrix [${rows}, ${inner}], with the same bits with SIMD and without`, () => {
        expect(product(simdWorkspace, rows, inner, transposed)).to.deep.equal(
          product(plainWorkspace, rows, inner, transposed),
        );
      });
    }
  }

  it('adds the product of two matrices exactly', () => {
    const space = plainWorkspace(32);
    space.numbers.set([1, 1, 1, 1], 0);
    space.numbers.set([2, 3], 16);
    space.numbers.set([1, 2, 3, 4, 5, 6, 7, 8], 24);
    const b = { at: 24, row: 4, column: 1 };
    space.multiplyAdd({ at: 0, row: 4, column: 1 }, { at: 16, row: 2, column: 1 }, b, 1, 2, 4);
    expect([...space.numbers.subarray(0, 4)]).to.deep.equal([18, 23, 28, 33]);
  });

  it('starts with zeros at every use, and is not kept for the next use if it is large', () => {
    const small = workspace(100);
    small.numbers.fill(1);
    expect(workspace(50)).to.equal(small);
    expect(small.numbers.subarray(0, 50).every((x) => x === 0)).to.equal(true);
    expect(workspace(2 ** 21 + 1)).to.not.equal(small);
    expect(workspace(50)).to.equal(small);
  });
});
