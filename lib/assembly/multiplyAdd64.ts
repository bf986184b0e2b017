/**
 * Number of rows of B at a time; four of their columns stay in the first cache while the rows of A
 * pass by.
 */
const STRIP: i32 = 128;

/**
 * Computes C += A·B in double precision. C is [rows, cols] and B is [inner, cols], row-major, with
 * `cRow` and `bRow` bytes from row to row. A is read at `a` + r·`aRow` + s·`aStep` bytes, so it may
 * be transposed. Rows and columns must be multiples of 4. Every element starts from its old value
 * and is summed over s = 0, 1, …, as in a plain loop.
 */
export function multiplyAdd64(
  c: usize,
  cRow: usize,
  a: usize,
  aRow: usize,
  aStep: usize,
  b: usize,
  bRow: usize,
  rows: i32,
  inner: i32,
  cols: i32,
): void {
  for (let s = 0; s < inner; s += STRIP) {
    const left = a + <usize>s * aStep;
    const right = b + <usize>s * bRow;
    const steps = min(STRIP, inner - s);
    for (let j = 0; j < cols; j += 4) {
      const column = <usize>j << 3;
      for (let r = 0; r < rows; r += 4) {
        tile(c + <usize>r * cRow + column, cRow, left + <usize>r * aRow, aRow, aStep, right + column, bRow, steps);
      }
    }
  }
}

/**
 * Computes a tile of 4 × 4 in registers. Its sums run side by side, so that none waits for another.
 */
// @ts-ignore: decorator
@inline
function tile(c0: usize, cRow: usize, a0: usize, aRow: usize, aStep: usize, b: usize, bRow: usize, inner: i32): void {
  const c1 = c0 + cRow;
  const c2 = c1 + cRow;
  const c3 = c2 + cRow;
  const a1 = a0 + aRow;
  const a2 = a1 + aRow;
  const a3 = a2 + aRow;
  let sum00 = v128.load(c0);
  let sum01 = v128.load(c0, 16);
  let sum10 = v128.load(c1);
  let sum11 = v128.load(c1, 16);
  let sum20 = v128.load(c2);
  let sum21 = v128.load(c2, 16);
  let sum30 = v128.load(c3);
  let sum31 = v128.load(c3, 16);
  let step: usize = 0;
  for (const end = b + <usize>inner * bRow; b < end; b += bRow, step += aStep) {
    const left = v128.load(b);
    const right = v128.load(b, 16);
    let factor = v128.load64_splat(a0 + step);
    sum00 = f64x2.add(sum00, f64x2.mul(factor, left));
    sum01 = f64x2.add(sum01, f64x2.mul(factor, right));
    factor = v128.load64_splat(a1 + step);
    sum10 = f64x2.add(sum10, f64x2.mul(factor, left));
    sum11 = f64x2.add(sum11, f64x2.mul(factor, right));
    factor = v128.load64_splat(a2 + step);
    sum20 = f64x2.add(sum20, f64x2.mul(factor, left));
    sum21 = f64x2.add(sum21, f64x2.mul(factor, right));
    factor = v128.load64_splat(a3 + step);
    sum30 = f64x2.add(sum30, f64x2.mul(factor, left));
    sum31 = f64x2.add(sum31, f64x2.mul(factor, right));
  }
  v128.store(c0, sum00);
  v128.store(c0, sum01, 16);
  v128.store(c1, sum10);
  v128.store(c1, sum11, 16);
  v128.store(c2, sum20);
  v128.store(c2, sum21, 16);
  v128.store(c3, sum30);
  v128.store(c3, sum31, 16);
}
