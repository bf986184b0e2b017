/**
 * The product of a row-major [rows, inner] and [inner, cols] matrix. Each element is summed in double precision and rounded
 * to float32 once. Four rows of `b` are added at a time, so that the running sums are loaded and stored a fourth as often.
 */
export function multiply(a: Float32Array, b: Float32Array, rows: number, inner: number, cols: number): Float32Array {
  const out = new Float32Array(rows * cols);
  const sums = new Float64Array(cols);
  const whole = inner - (inner % 4);
  for (let i = 0; i < rows; i++) {
    sums.fill(0);
    const row = i * inner;
    for (let k = 0; k < whole; k += 4) {
      const a0 = a[row + k];
      const a1 = a[row + k + 1];
      const a2 = a[row + k + 2];
      const a3 = a[row + k + 3];
      const b0 = k * cols;
      const b1 = b0 + cols;
      const b2 = b1 + cols;
      const b3 = b2 + cols;
      for (let j = 0; j < cols; j++) sums[j] += a0 * b[b0 + j] + a1 * b[b1 + j] + a2 * b[b2 + j] + a3 * b[b3 + j];
    }
    for (let k = whole; k < inner; k++) {
      const a0 = a[row + k];
      const b0 = k * cols;
      for (let j = 0; j < cols; j++) sums[j] += a0 * b[b0 + j];
    }
    out.set(sums, i * cols);
  }
  return out;
}

/** The transpose of a row-major [rows, cols] matrix. */
export function transpose(a: Float32Array, rows: number, cols: number): Float32Array {
  const out = new Float32Array(a.length);
  for (let i = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[j * rows + i] = a[i * cols + j];
  }
  return out;
}
