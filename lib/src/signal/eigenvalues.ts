import { describe, positiveInteger } from '../foundation/argument.js';

/** Complex number. */
export interface Complex {
  re: number;
  im: number;
}

/** Subdiagonal entries below this share of their neighbours on the diagonal count as 0. */
const NEGLIGIBLE = 1e-14;

/** Number of QR steps for one eigenvalue after which the iteration is given up. */
const MOST_STEPS = 300;

/**
 * Computes the eigenvalues of a real square matrix, by the QR algorithm with Wilkinson's shifts on
 * its Hessenberg form. The eigenvalues of largest absolute value decide what repeated
 * multiplication by the matrix does: their absolute value is the spectral radius. The effort grows
 * as n³.
 *
 * @param matrix the entries, row by row
 * @param n the number of rows and of columns
 * @returns the n eigenvalues, those of the largest absolute value first
 * @throws RangeError if `matrix` does not have n² finite entries
 * @see Golub and Van Loan, Matrix Computations, 4th edition (2013), §7.4 and §7.5
 * @example
 * ```ts
 * import { eigenvalues } from 'initlab/tasks';
 * const quarterTurn = [0, -1, 1, 0];
 * eigenvalues(quarterTurn, 2).map(({ re, im }) => Math.hypot(re, im).toFixed(6)); // ['1.000000', '1.000000']
 * ```
 */
export function eigenvalues(matrix: ArrayLike<number>, n: number): Complex[] {
  positiveInteger(n, 'n');
  if (matrix?.length !== n * n || !Array.from(matrix).every(Number.isFinite)) {
    throw new RangeError(`matrix has ${describe(matrix?.length)} entries; it must have n² = ${n * n} finite numbers`);
  }
  const rows = hessenberg(matrix, n).map((row) => row.map((re) => ({ re, im: 0 })));
  const values: Complex[] = [];
  let steps = 0;
  for (let last = n - 1; last >= 0; ) {
    const first = firstOfBlock(rows, last);
    if (first === last) {
      values.push(rows[last][last]);
      last--;
      steps = 0;
    } else {
      if (++steps > MOST_STEPS) throw new Error('the eigenvalues did not converge');
      // An exceptional shift now and then breaks the cycles that the usual one can get into.
      const shift = steps % 20 === 0 ? { re: size(rows[last][last - 1]), im: 0 } : wilkinsonShift(rows, last);
      qrStep(rows, first, last, shift);
    }
  }
  return values.sort((a, b) => size(b) - size(a));
}

const size = ({ re, im }: Complex): number => Math.hypot(re, im);
const plus = (a: Complex, b: Complex): Complex => ({ re: a.re + b.re, im: a.im + b.im });
const minus = (a: Complex, b: Complex): Complex => ({ re: a.re - b.re, im: a.im - b.im });
const times = (a: Complex, b: Complex): Complex => ({ re: a.re * b.re - a.im * b.im, im: a.re * b.im + a.im * b.re });
const conjugate = ({ re, im }: Complex): Complex => ({ re, im: -im });
const scaled = ({ re, im }: Complex, factor: number): Complex => ({ re: re * factor, im: im * factor });

function squareRoot(z: Complex): Complex {
  const root = Math.sqrt((size(z) + Math.abs(z.re)) / 2);
  if (root === 0) return { re: 0, im: 0 };
  const other = z.im / (2 * root);
  if (z.re >= 0) return { re: root, im: other };
  return { re: Math.abs(other), im: z.im < 0 ? -root : root };
}

/** Reduces a matrix by Householder reflections to one that is 0 below its subdiagonal. */
function hessenberg(matrix: ArrayLike<number>, n: number): number[][] {
  const a = Array.from({ length: n }, (_, i) => Array.from({ length: n }, (_, j) => matrix[i * n + j]));
  for (let k = 0; k < n - 2; k++) {
    const v = a.map((row, i) => (i > k ? row[k] : 0));
    v[k + 1] += (v[k + 1] < 0 ? -1 : 1) * Math.hypot(...v);
    const square = v.reduce((sum, value) => sum + value * value, 0);
    if (square === 0) continue;
    for (let j = 0; j < n; j++) {
      let dot = 0;
      for (let i = k + 1; i < n; i++) dot += v[i] * a[i][j];
      for (let i = k + 1; i < n; i++) a[i][j] -= ((2 * dot) / square) * v[i];
    }
    for (const row of a) {
      let dot = 0;
      for (let j = k + 1; j < n; j++) dot += v[j] * row[j];
      for (let j = k + 1; j < n; j++) row[j] -= ((2 * dot) / square) * v[j];
    }
  }
  return a;
}

/** Finds the first row of the undivided block that ends in row `last`. */
function firstOfBlock(rows: Complex[][], last: number): number {
  let first = last;
  while (first > 0) {
    const neighbours = size(rows[first][first]) + size(rows[first - 1][first - 1]);
    if (size(rows[first][first - 1]) <= NEGLIGIBLE * (neighbours || 1)) break;
    first--;
  }
  return first;
}

/** Computes the eigenvalue of the last 2 × 2 block that is closer to its last entry. */
function wilkinsonShift(rows: Complex[][], last: number): Complex {
  const [a, b] = [rows[last - 1][last - 1], rows[last - 1][last]];
  const [c, d] = [rows[last][last - 1], rows[last][last]];
  const half = scaled(minus(a, d), 0.5);
  const root = squareRoot(plus(times(half, half), times(b, c)));
  const [up, down] = [plus(half, root), minus(half, root)];
  return plus(d, size(up) < size(down) ? up : down);
}

/** Takes one QR step, by Givens rotations, on the rows and columns from `first` to `last`. */
function qrStep(rows: Complex[][], first: number, last: number, shift: Complex): void {
  for (let i = first; i <= last; i++) rows[i][i] = minus(rows[i][i], shift);
  const rotations: [Complex, Complex][] = [];
  for (let k = first; k < last; k++) {
    const [x, y] = [rows[k][k], rows[k + 1][k]];
    const length = Math.hypot(size(x), size(y)) || 1;
    const [c, s] = [scaled(x, 1 / length), scaled(y, 1 / length)];
    rotations.push([c, s]);
    for (let j = k; j <= last; j++) {
      const [upper, lower] = [rows[k][j], rows[k + 1][j]];
      rows[k][j] = plus(times(conjugate(c), upper), times(conjugate(s), lower));
      rows[k + 1][j] = minus(times(c, lower), times(s, upper));
    }
  }
  rotations.forEach(([c, s], index) => {
    const k = first + index;
    for (let i = first; i <= Math.min(k + 1, last); i++) {
      const [left, right] = [rows[i][k], rows[i][k + 1]];
      rows[i][k] = plus(times(left, c), times(right, s));
      rows[i][k + 1] = minus(times(right, conjugate(c)), times(left, conjugate(s)));
    }
  });
  for (let i = first; i <= last; i++) rows[i][i] = plus(rows[i][i], shift);
}
