import type { WeightMatrix } from '../result.js';
import { singularValues } from './singularValues.js';

/**
 * Largest number of columns whose singular values are computed. For more, a square matrix would
 * take longer than the passes through the model.
 */
const MAX_COLUMNS = 256;

/** Relative rounding error of float32. */
const EPSILON = 2 ** -23;

/** @param columns units; `data` is row-major [rows, columns] */
export function weightMatrix(data: Float32Array, columns: number): WeightMatrix {
  const rows = data.length / columns;
  const kept = Math.min(rows, columns) <= MAX_COLUMNS ? columns : MAX_COLUMNS;
  const values = singularValues(firstColumns(data, rows, columns, kept), rows, kept);
  const least = Math.max(rows, kept) * EPSILON * values[0];
  return {
    rows,
    columns,
    distinctColumns: distinctColumns(data, rows, columns),
    singularValues: values,
    rank: values.reduce((rank, value) => rank + (value > least ? 1 : 0), 0),
  };
}

function firstColumns(data: Float32Array, rows: number, columns: number, kept: number): Float32Array {
  if (kept === columns) return data;
  const out = new Float32Array(rows * kept);
  for (let row = 0; row < rows; row++) out.set(data.subarray(row * columns, row * columns + kept), row * kept);
  return out;
}

/**
 * Counts distinct columns by their products with one vector. Equal columns have equal products;
 * different columns have equal products only by a rounding coincidence.
 */
function distinctColumns(data: Float32Array, rows: number, columns: number): number {
  const products = new Float64Array(columns);
  for (let row = 0; row < rows; row++) {
    const factor = Math.sin(row + 1);
    for (let j = 0; j < columns; j++) products[j] += factor * data[row * columns + j];
  }
  return new Set(products).size;
}
