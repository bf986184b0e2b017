import { wasm } from '../foundation/wasm/generated/multiplyAdd64.js';
import { instantiate } from '../foundation/wasm/instantiate.js';

/** A matrix in a workspace: where it begins, and how far apart its rows and its columns are. */
export interface Matrix {
  at: number;
  row: number;
  column: number;
}

/** Numbers in double precision, and the product of matrices among them. */
export interface Workspace {
  readonly numbers: Float64Array;
  /**
   * C += A·B for C [rows, cols] and B [inner, cols], whose columns are 1 apart; the sizes of C are multiples of 4. Every element is
   * summed in the order of s = 0, 1, … `inner` − 1.
   */
  multiplyAdd(c: Matrix, a: Matrix, b: Matrix, rows: number, inner: number, cols: number): void;
}

/** Numbers that are worth keeping for the next matrix: 16 MiB. */
const KEPT = 2 ** 21;

let kept: Workspace | undefined;

/** A workspace of `length` zeros. It is the same one each time, unless it is large: copy what is to stay. */
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

/** Undefined where there is no WebAssembly with SIMD. */
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

/** Gives the same numbers as the other, to the last bit. */
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
