import { workspace } from '../../../init/workspace.js';

/**
 * Computes the singular values of a row-major [rows, columns] matrix in descending order. They are
 * the square roots of the eigenvalues of the smaller of AᵀA and AAᵀ, in double precision. Values
 * below 10⁻⁸ of the largest are rounding errors, far below the precision of float32 weights.
 */
export function singularValues(a: Float32Array, rows: number, columns: number): Float64Array {
  const size = Math.min(rows, columns);
  const largest = largestOf(a);
  if (!Number.isFinite(largest)) return new Float64Array(size).fill(Number.NaN);
  if (largest === 0) return new Float64Array(size);
  const values = eigenvalues(gram(a, rows, columns, 1 / largest), size);
  for (let i = 0; i < size; i++) values[i] = largest * Math.sqrt(Math.max(0, values[i]));
  return values.sort().reverse();
}

/** Finds the largest absolute value; NaN if any element is NaN. */
function largestOf(a: Float32Array): number {
  let largest = 0;
  for (let i = 0; i < a.length; i++) largest = Math.max(largest, Math.abs(a[i]));
  return largest;
}

/** Computes BᵀB for B = scale·A, or for its transpose if A has more columns than rows. */
function gram(a: Float32Array, rows: number, columns: number, scale: number): Float64Array {
  const [long, short] = [Math.max(rows, columns), Math.min(rows, columns)];
  const [down, right] = columns <= rows ? [columns, 1] : [1, columns];
  // The product is computed in tiles of 4.
  const width = 4 * Math.ceil(short / 4);
  const { numbers, multiplyAdd } = workspace(width * (width + long));
  const at = width * width;
  for (let i = 0; i < long; i++) {
    for (let j = 0; j < short; j++) numbers[at + i * width + j] = scale * a[i * down + j * right];
  }
  const c = { at: 0, row: width, column: 1 };
  multiplyAdd(c, { at, row: 1, column: width }, { at, row: width, column: 1 }, width, long, width);
  const out = new Float64Array(short * short);
  for (let i = 0; i < short; i++) out.set(numbers.subarray(i * width, i * width + short), i * short);
  return out;
}

/**
 * Bound below which off-diagonal elements count as 0. In a matrix of low rank they shrink from row
 * to row until their squares underflow and the reflections become NaN. The bound is negligible next
 * to the largest eigenvalue, which is at least 1.
 */
const NEGLIGIBLE_NORM = 1e-30;

/**
 * Computes the eigenvalues of a symmetric matrix. Only the lower triangle is read, and it is
 * overwritten.
 */
function eigenvalues(a: Float64Array, n: number): Float64Array {
  const { diagonal, below } = tridiagonal(a, n);
  implicitQl(diagonal, below);
  return diagonal;
}

/**
 * Applies Householder reflections from the last row up (Golub & Van Loan 2013, §8.3.1): row i keeps
 * one element next to the diagonal.
 */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; below: Float64Array } {
  const below = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    v.set(a.subarray(i * n, i * n + i));
    const norm = Math.sqrt(dot(v, v, i));
    if (norm < NEGLIGIBLE_NORM) continue;
    below[i] = v[i - 1] > 0 ? -norm : norm;
    v[i - 1] -= below[i];
    const scale = 2 / dot(v, v, i);
    symmetricProduct(a, n, v, p, i);
    const shift = (scale * scale * dot(p, v, i)) / 2;
    for (let j = 0; j < i; j++) p[j] = scale * p[j] - shift * v[j];
    for (let j = 0; j < i; j++) {
      const [vj, pj, row] = [v[j], p[j], j * n];
      for (let k = 0; k <= j; k++) a[row + k] -= vj * p[k] + pj * v[k];
    }
  }
  return { diagonal: Float64Array.from({ length: n }, (_, i) => a[i * n + i]), below };
}

/** Computes p = A·v for the first `size` rows and columns, from the lower triangle. */
function symmetricProduct(a: Float64Array, n: number, v: Float64Array, p: Float64Array, size: number): void {
  p.fill(0, 0, size);
  for (let j = 0; j < size; j++) {
    const [row, vj] = [j * n, v[j]];
    let sum = 0;
    for (let k = 0; k < j; k++) {
      sum += a[row + k] * v[k];
      p[k] += a[row + k] * vj;
    }
    p[j] += sum + a[row + j] * vj;
  }
}

/** Bound of the steps for one eigenvalue; two or three are usual. */
const MOST_QL_STEPS = 300;

/**
 * Runs QL steps with implicit shifts (Golub & Van Loan 2013, §8.3.5) on a tridiagonal matrix; `d`
 * becomes the eigenvalues.
 */
function implicitQl(d: Float64Array, below: Float64Array): void {
  const n = d.length;
  const e = new Float64Array(n);
  e.set(below.subarray(1));
  for (let first = 0; first < n; first++) {
    for (let step = 0; step < MOST_QL_STEPS; step++) {
      const last = endOfBlock(d, e, first);
      if (last === first) break;
      qlStep(d, e, first, last);
    }
  }
}

/**
 * Finds the last row of the block that starts at `first`: the element next to the diagonal vanishes
 * in rounding there.
 */
function endOfBlock(d: Float64Array, e: Float64Array, first: number): number {
  let last = first;
  while (last < d.length - 1 && Math.abs(e[last]) > Number.EPSILON * (Math.abs(d[last]) + Math.abs(d[last + 1])))
    last++;
  return last;
}

function qlStep(d: Float64Array, e: Float64Array, first: number, last: number): void {
  const half = (d[first + 1] - d[first]) / (2 * e[first]);
  const shift = d[first] - e[first] / (half + (half < 0 ? -1 : 1) * Math.hypot(half, 1));
  let [sine, cosine, carried, g] = [1, 1, 0, d[last] - shift];
  for (let i = last - 1; i >= first; i--) {
    const f = sine * e[i];
    const b = cosine * e[i];
    const r = Math.hypot(f, g);
    e[i + 1] = r;
    if (r === 0) {
      d[i + 1] -= carried;
      e[last] = 0;
      return;
    }
    sine = f / r;
    cosine = g / r;
    g = d[i + 1] - carried;
    const t = (d[i] - g) * sine + 2 * cosine * b;
    carried = sine * t;
    d[i + 1] = g + carried;
    g = cosine * t - b;
  }
  d[first] -= carried;
  e[first] = g;
  e[last] = 0;
}

function dot(a: Float64Array, b: Float64Array, size: number): number {
  let sum = 0;
  for (let i = 0; i < size; i++) sum += a[i] * b[i];
  return sum;
}
