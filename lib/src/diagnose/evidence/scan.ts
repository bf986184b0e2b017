import type { Tensor } from '@tensorflow/tfjs-core';
import { slice, tidy } from '#tfjs-core';
import type { NumberArray } from '../../foundation/numberArray.js';
import { isTensor } from '../../network/modelValues.js';

/** Numbers read at once, so that a large data set is not held twice. */
const CHUNK = 1 << 20;
/** The most different values that are counted. */
const MOST_VALUES = 1000;

/** Summary of all rows of an input, or of the targets of an output. */
export interface Scan {
  /** Shape with the number of rows. */
  shape: readonly number[];
  /** Smallest and largest finite number. */
  low: number;
  high: number;
  /** Mean and standard deviation of each column, over the rows without a bad number. */
  means: Float64Array;
  stds: Float64Array;
  /** Number of times that each value occurs; absent if there are more than a thousand values. */
  counts?: ReadonlyMap<number, number>;
  /** The numbers of rows with a NaN or an infinite number. */
  badRows: number[];
  /** The first of these numbers. */
  firstBad?: { row: number; column: number; value: number };
}

/** Reads all rows of a tensor or an array, one part after another. Call it inside tidy. */
export function scan(values: Tensor | NumberArray): Scan {
  const [rows, ...rest] = values.shape;
  const size = rest.reduce((product, n) => product * n, 1);
  const [sums, squares] = [new Float64Array(size), new Float64Array(size)];
  const shift = new Float64Array(size).fill(Number.NaN);
  const counts = new Map<number, number>();
  const badRows: number[] = [];
  let [low, high, isCounted] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY, true];
  let firstBad: Scan['firstBad'];
  const readRow = (data: ArrayLike<number>, start: number, row: number): void => {
    for (let column = 0; column < size; column++) {
      const value = data[start + column];
      if (Number.isFinite(value)) continue;
      badRows.push(row);
      firstBad ??= { row, column, value };
      return;
    }
    for (let column = 0; column < size; column++) {
      const value = data[start + column];
      if (value < low) low = value;
      if (value > high) high = value;
      // Sums about a first value keep the digits of columns that are far from 0.
      if (Number.isNaN(shift[column])) shift[column] = value;
      const distance = value - shift[column];
      sums[column] += distance;
      squares[column] += distance * distance;
      if (isCounted) {
        counts.set(value, (counts.get(value) ?? 0) + 1);
        isCounted = counts.size <= MOST_VALUES;
      }
    }
  };
  const step = Math.max(1, Math.floor(CHUNK / Math.max(size, 1)));
  for (let from = 0; from < rows; from += step) {
    const taken = Math.min(step, rows - from);
    const data = read(values, from, taken);
    for (let row = 0; row < taken; row++) readRow(data, row * size, from + row);
  }
  const count = rows - badRows.length;
  return {
    shape: values.shape,
    low,
    high,
    means: sums.map((sum, i) => shift[i] + sum / count),
    stds: squares.map((square, i) => Math.sqrt(Math.max(0, square / count - (sums[i] / count) ** 2))),
    ...(isCounted && { counts }),
    badRows,
    ...(firstBad && { firstBad }),
  };
}

function read(values: Tensor | NumberArray, from: number, count: number): ArrayLike<number> {
  const [, ...rest] = values.shape;
  const size = rest.reduce((product, n) => product * n, 1);
  if (!isTensor(values)) return values.data.subarray(from * size, (from + count) * size);
  return tidy(() => slice(values, [from, ...rest.map(() => 0)], [count, ...rest]).dataSync());
}

/** Lists the rows that are finite in all of these; all rows if there is none. */
export function rowsWithoutBad(count: number, scans: readonly Scan[]): Int32Array {
  const bad = new Set(scans.flatMap(({ badRows }) => badRows));
  const clean = Int32Array.from({ length: count }, (_, row) => row).filter((row) => !bad.has(row));
  return clean.length > 0 ? clean : Int32Array.from({ length: count }, (_, row) => row);
}
