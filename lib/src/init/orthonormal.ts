import type { Random } from '../random/random.js';
import { type Matrix, type Workspace, workspace } from './workspace.js';

/** Number of reflections that are applied together. */
const BLOCK = 32;

/**
 * Draws a random [rows, cols] matrix times `gain`, row-major, in double precision. Its columns are
 * orthonormal, or its rows if there are more columns, and its distribution is uniform (Haar).
 *
 * One such matrix is Q·sign(diag R) of a Gaussian matrix (Mezzadri, "How to generate random
 * matrices from the classical compact groups", 2007). The block that its factorization leaves below
 * row k and right of column k is Gaussian and independent of everything before, so nothing needs to
 * be factorized: Q is the product of reflections made from independent Gaussian vectors of n, n −
 * 1, … numbers (Stewart, "The efficient generation of random orthogonal matrices with an
 * application to condition estimators", 1980). Blocks of reflections are applied at once, as I −
 * V·T·Vᵀ (Schreiber & Van Loan, "A storage-efficient WY representation", 1989).
 */
export function orthonormal(
  random: Random,
  rows: number,
  cols: number,
  gain = 1,
  newWorkspace: (length: number) => Workspace = workspace,
): Float64Array {
  const { numbers, frame } = haarFrame(random, Math.max(rows, cols), Math.min(rows, cols), newWorkspace);
  const [down, right] = rows < cols ? [frame.column, frame.row] : [frame.row, frame.column];
  const out = new Float64Array(rows * cols);
  for (let i = 0, to = 0; i < rows; i++) {
    for (let j = 0; j < cols; j++) out[to++] = gain * numbers[i * down + j * right];
  }
  return out;
}

/** Draws `count` orthonormal columns of n numbers. */
function haarFrame(
  random: Random,
  n: number,
  count: number,
  newWorkspace: (length: number) => Workspace,
): { numbers: Float64Array; frame: Matrix } {
  const [height, width] = [wholeTiles(n), wholeTiles(count)];
  const block = Math.min(BLOCK, width);
  // Rows that are a power of two apart would share a few cache lines.
  const row = width + 4;
  const frame = { at: 0, row, column: 1 };
  const vectors = { at: height * row, row: block, column: 1 };
  const factors = { at: vectors.at + height * block, row: block, column: 1 };
  const products = { at: factors.at + block * block, row, column: 1 };
  const length = products.at + 2 * block * row;
  const space = newWorkspace(length);
  const { numbers } = space;

  const normals = random.normal(new Float64Array(count * n - (count * (count - 1)) / 2));
  let end = normals.length;
  for (let first = block * Math.floor((count - 1) / block); first >= 0; first -= block) {
    numbers.fill(0, vectors.at, length);
    for (let k = Math.min(first + block, count) - 1; k >= first; k--) {
      const x = normals.subarray(end - (n - k), end);
      end -= x.length;
      numbers[k * row + k] = toReflector(x);
      const to = vectors.at + (k - first) * (block + 1);
      for (let i = 0; i < x.length; i++) numbers[to + i * block] = x[i];
    }
    const corner = { at: first * row + first, row, column: 1 };
    reflect(space, { vectors, factors, products, corner, block, height: height - first, width: width - first });
  }
  return { numbers, frame };
}

function wholeTiles(size: number): number {
  return 4 * Math.ceil(size / 4);
}

/**
 * Replaces x with the vector v, of length √2, for which the reflection I − v·vᵀ maps x to r·e₁.
 * Returns the sign of r.
 */
function toReflector(x: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < x.length; i++) sum += x[i] * x[i];
  const length = Math.sqrt(sum);
  const sign = x[0] > 0 ? -1 : 1;
  // This sum does not cancel. A zero vector stays as it is, and a vector of one number stays or
  // changes its sign.
  const scale = Math.sqrt(length * (length + Math.abs(x[0])));
  x[0] -= sign * length;
  for (let i = 0; i < x.length; i++) x[i] = scale > 0 ? x[i] / scale : 0;
  return sign;
}

interface Reflections {
  /** The matrix V [height, block]. */
  vectors: Matrix;
  /** Memory, set to 0, for −T [block, block] and for two matrices [block, width]. */
  factors: Matrix;
  products: Matrix;
  /** The matrix to be reflected, [height, width]. */
  corner: Matrix;
  block: number;
  height: number;
  width: number;
}

/** Computes corner −= V·T·Vᵀ·corner. */
function reflect(space: Workspace, parts: Reflections): void {
  const { vectors, factors, products, corner, block, height, width } = parts;
  const transposed = { at: vectors.at, row: vectors.column, column: vectors.row };
  space.multiplyAdd(factors, transposed, vectors, block, height, block);
  toMinusT(space.numbers.subarray(factors.at, factors.at + block * block), block);
  const scaled = { ...products, at: products.at + block * products.row };
  space.multiplyAdd(products, transposed, corner, block, height, width);
  space.multiplyAdd(scaled, factors, products, block, block, width);
  space.multiplyAdd(corner, vectors, scaled, height, block, width);
}

/**
 * Replaces S = VᵀV by −T: T is upper triangular, 1 on its diagonal, and column k above it is
 * −T·(column k of S).
 */
function toMinusT(s: Float64Array, block: number): void {
  for (let k = 0; k < block; k++) {
    for (let i = 0; i < k; i++) {
      let sum = 0;
      for (let l = i; l < k; l++) sum += s[i * block + l] * s[l * block + k];
      s[i * block + k] = -sum;
    }
    s[k * block + k] = -1;
    for (let i = k + 1; i < block; i++) s[i * block + k] = 0;
  }
}
