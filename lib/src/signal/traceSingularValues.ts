/**
 * The singular values of a row-major [rows, columns] matrix, in descending order: square roots of the eigenvalues of the smaller of AᵀA
 * and AAᵀ, in double precision. Those below 10⁻⁸ of the largest are rounding, far below the precision of float32 weights.
 */
export function singularValues(a: Float32Array, rows: number, columns: number): Float64Array {
  const size = Math.min(rows, columns);
  if (!a.every(Number.isFinite)) return new Float64Array(size).fill(Number.NaN);
  const largest = a.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (largest === 0) return new Float64Array(size);
  const scaled = Float64Array.from(a, (value) => value / largest);
  const gram = columns <= rows ? gramOfColumns(scaled, columns) : gramOfRows(scaled, rows);
  return eigenvalues(gram, size)
    .map((value) => largest * Math.sqrt(Math.max(0, value)))
    .sort()
    .reverse();
}

/** The lower triangle of AᵀA. */
function gramOfColumns(a: Float64Array, n: number): Float64Array {
  const out = new Float64Array(n * n);
  for (let row = 0; row < a.length; row += n) {
    for (let i = 0; i < n; i++) {
      const factor = a[row + i];
      for (let j = 0; j <= i; j++) out[i * n + j] += factor * a[row + j];
    }
  }
  return out;
}

/** The lower triangle of AAᵀ. */
function gramOfRows(a: Float64Array, n: number): Float64Array {
  const columns = a.length / n;
  const out = new Float64Array(n * n);
  for (let i = 0; i < n; i++) {
    for (let j = 0; j <= i; j++) {
      let sum = 0;
      for (let k = 0; k < columns; k++) sum += a[i * columns + k] * a[j * columns + k];
      out[i * n + j] = sum;
    }
  }
  return out;
}

/** Eigenvalues of a symmetric matrix, of which the lower triangle is read and overwritten. */
function eigenvalues(a: Float64Array, n: number): Float64Array {
  const { diagonal, below } = tridiagonal(a, n);
  implicitQl(diagonal, below);
  return diagonal;
}

/** Householder reflections from the last row up (Golub & Van Loan 2013, §8.3.1): row i keeps one element beside the diagonal. */
function tridiagonal(a: Float64Array, n: number): { diagonal: Float64Array; below: Float64Array } {
  const below = new Float64Array(n);
  const v = new Float64Array(n);
  const p = new Float64Array(n);
  for (let i = n - 1; i > 0; i--) {
    v.set(a.subarray(i * n, i * n + i));
    const norm = Math.sqrt(dot(v, v, i));
    if (norm === 0) continue;
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

/** p = A·v for the first `size` rows and columns, from the lower triangle. */
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

/** QL steps with implicit shifts (Golub & Van Loan 2013, §8.3.5) on a tridiagonal matrix; `d` becomes the eigenvalues. */
function implicitQl(d: Float64Array, below: Float64Array): void {
  const n = d.length;
  const e = new Float64Array(n);
  e.set(below.subarray(1));
  for (let first = 0; first < n; first++) {
    for (let last = endOfBlock(d, e, first); last > first; last = endOfBlock(d, e, first)) qlStep(d, e, first, last);
  }
}

/** The last row of the block that begins at `first`: where the element beside the diagonal is lost in rounding. */
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
