import { wasm } from '../foundation/wasm/generated/multiplyAdd64.js';
import { instantiate } from '../foundation/wasm/instantiate.js';

/** A matrix in a workspace: its offset, and the strides of its rows and columns. */
export interface Matrix {
  at: number;
  row: number;
  column: number;
}

/** Room for numbers in double precision, with the product of matrices in it. */
export interface Workspace {
  readonly numbers: Float64Array;
  /**
   * Computes C += A·B for C [rows, cols] and B [inner, cols] with columns 1 apart. The sizes of C
   * are multiples of 4. Every element is summed in the order s = 0, 1, … `inner` − 1.
   */
  multiplyAdd(c: Matrix, a: Matrix, b: Matrix, rows: number, inner: number, cols: number): void;
}

/** Count of numbers worth keeping for the next matrix, 16 MiB. */
const KEPT = 2 ** 21;

let kept: Workspace | undefined;

/**
 * Gives a workspace of `length` zeros. Every call gives the same workspace, unless it is large, so
 * copy what you keep.
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

/** Makes a workspace with SIMD, or gives undefined without WebAssembly SIMD. */
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

/** Makes a plain workspace, which gives the same numbers as SIMD, to the last bit. */
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
