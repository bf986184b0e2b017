import { wasm } from '../foundation/wasm/generated/multiplyAdd64.js';
import { instantiate } from '../foundation/wasm/instantiate.js';

/** A matrix in a workspace: its offset, and the strides of its rows and columns. */
export interface Matrix {
  at: number;
  row: number;
  column: number;
}

/** Memory for numbers in double precision, with a function that multiplies matrices in it. */
export interface Workspace {
  readonly numbers: Float64Array;
  /**
   * Computes C += A·B for C [rows, cols] and B [inner, cols] with columns 1 apart. The sizes of C
   * are multiples of 4. Every element is summed in the order s = 0, 1, … `inner` − 1.
   */
  multiplyAdd(c: Matrix, a: Matrix, b: Matrix, rows: number, inner: number, cols: number): void;
}

/** Largest number of elements that is kept for the next matrix: 16 MiB. */
const KEPT = 2 ** 21;

let kept: Workspace | undefined;

/**
 * Returns a workspace of `length` zeros. All calls return the same workspace, unless it is large,
 * so copy the numbers that you need later.
 */
export function workspace(length: number): Workspace {
  if (kept && kept.numbers.length >= length) {
    kept.numbers.fill(0, 0, length);
    return kept;
  }
  const made = simdWorkspace(length) ?? plainWorkspace(length);
  if (length <= KEPT) kept = made;
  return made;
}

interface Exports {
  multiplyAdd64(
    c: number,
    cRow: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    rows: number,
    inner: number,
    cols: number,
  ): void;
}

/** Makes a workspace with SIMD. Returns undefined without WebAssembly SIMD. */
export function simdWorkspace(length: number): Workspace | undefined {
  const instance = instantiate<Exports>(wasm, Math.ceil((8 * length) / 65536));
  if (!instance) return undefined;
  const { multiplyAdd64 } = instance.exports;
  return {
    numbers: new Float64Array(instance.memory.buffer),
    multiplyAdd: (c, a, b, rows, inner, cols) =>
      multiplyAdd64(8 * c.at, 8 * c.row, 8 * a.at, 8 * a.row, 8 * a.column, 8 * b.at, 8 * b.row, rows, inner, cols),
  };
}

/**
 * Makes a workspace in plain JavaScript. It computes the same numbers as with SIMD, to the last
 * bit.
 */
export function plainWorkspace(length: number): Workspace {
  const numbers = new Float64Array(length);
  return {
    numbers,
    multiplyAdd(c, a, b, rows, inner, cols) {
      for (let r = 0; r < rows; r++) {
        const to = c.at + r * c.row;
        for (let s = 0; s < inner; s++) {
          const factor = numbers[a.at + r * a.row + s * a.column];
          const from = b.at + s * b.row;
          for (let j = 0; j < cols; j++) numbers[to + j] += factor * numbers[from + j];
        }
      }
    },
  };
}
