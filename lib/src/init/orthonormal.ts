import type { Random } from '../random/random.js';

/**
 * A random [rows, cols] matrix, row-major, with orthonormal columns, or rows if there are more columns, from the uniform (Haar)
 * law: Q·sign(diag R) of the QR factorization of a Gaussian matrix (Mezzadri, "How to generate random matrices from the classical compact
 * groups", 2007), by Householder reflections in double precision.
 */
export function orthonormal(random: Random, rows: number, cols: number): Float64Array {
  const [long, short] = [Math.max(rows, cols), Math.min(rows, cols)];
  // Vector j takes the numbers j·long … (j + 1)·long − 1: a column if rows ≥ cols, else a row.
  const vectors = haarFrame(random.normal(new Float64Array(long * short)), long, short);
  if (rows < cols) return vectors;
  const out = new Float64Array(rows * cols);
  for (let j = 0; j < cols; j++) for (let i = 0; i < rows; i++) out[i * cols + j] = vectors[j * rows + i];
  return out;
}

/** Orthonormalizes `count` vectors of length n in place of Gram and Schmidt: the columns of Q·sign(diag R). */
function haarFrame(vectors: Float64Array, n: number, count: number): Float64Array {
  const signs = new Float64Array(count);
  for (let k = 0; k < count; k++) {
    signs[k] = toReflector(vectors.subarray(k * n + k, (k + 1) * n));
    for (let j = k + 1; j < count; j++)
      reflect(vectors.subarray(k * n + k, (k + 1) * n), vectors.subarray(j * n + k, (j + 1) * n));
  }
  const frame = new Float64Array(n * count);
  for (let j = 0; j < count; j++) {
    const column = frame.subarray(j * n, (j + 1) * n);
    column[j] = signs[j];
    for (let k = j; k >= 0; k--) reflect(vectors.subarray(k * n + k, (k + 1) * n), column.subarray(k));
  }
  return frame;
}

/** Makes x the vector v of length √2 of the reflection I − v·vᵀ that takes x to r·e₁; the sign of r. */
function toReflector(x: Float64Array): number {
  const length = Math.sqrt(dot(x, x));
  const sign = x[0] > 0 ? -1 : 1;
  // The sum does not cancel; a vector of 0, or of one number, is left where it is or mirrored.
  const scale = Math.sqrt(length * (length + Math.abs(x[0])));
  x[0] -= sign * length;
  for (let i = 0; i < x.length; i++) x[i] = scale > 0 ? x[i] / scale : 0;
  return sign;
}

/** x − v(vᵀx), in place. */
function reflect(v: Float64Array, x: Float64Array): void {
  const projection = dot(v, x);
  for (let i = 0; i < x.length; i++) x[i] -= projection * v[i];
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
