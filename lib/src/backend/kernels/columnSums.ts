import type { TensorInfo } from '@tensorflow/tfjs-core';
import { util } from '#tfjs-core';
import type { Heap } from './heap.js';
import type { Routines } from './routines.js';
import type { Kernel } from './store.js';

/**
 * Number of elements from which sums are computed in double precision. Below it, models keep the
 * exact numbers that tfjs gives them.
 */
const LEAST_SIZE = 2 ** 20;

/**
 * Sums and means over the first axes of large tensors, such as those of batch normalization over
 * all pixels of a batch. tfjs transposes such a tensor before it sums, which takes longer than the
 * sum. The sums are in double precision.
 */
export const columnSum: Kernel<Heap> = (heap, { x }, attributes, original) =>
  sumBySimd(heap, x, attributes) ?? overFirstAxes(heap, x, attributes, (sum) => sum) ?? original();

export const columnMean: Kernel<Heap> = (heap, { x }, attributes, original) =>
  overFirstAxes(heap, x, attributes, (sum, count) => sum / count) ?? original();

interface Attributes {
  axis?: number | number[];
  keepDims?: boolean;
}

/** Sums by SIMD where that is possible. Smaller sums have the order of tfjs. */
function sumBySimd(heap: Heap, x: TensorInfo, attributes: Attributes): TensorInfo | undefined {
  const columns = columnsOf(x, attributes);
  if (heap.routines === undefined || columns === undefined) return undefined;
  const out = heap.make(columns.shape);
  sumColumns(heap.routines, heap.at(x), columns.rows, columns.width, heap.at(out));
  return out;
}

/** Sums the columns of a matrix, in double precision if it is large. */
export function sumColumns(routines: Routines, x: number, rows: number, width: number, out: number): void {
  if (isSummedWide(rows * width)) routines.columnSums64(x, rows, width, out);
  else routines.columnSums(x, rows, width, out);
}

/** Whether sums over the first axes of a tensor are computed in double precision. */
export function isSummedWide(size: number): boolean {
  return size >= LEAST_SIZE;
}

/** Returns undefined for small tensors, for other axes, and for numbers that are not float32. */
function overFirstAxes(
  heap: Heap,
  x: TensorInfo,
  attributes: Attributes,
  finish: (sum: number, count: number) => number,
): TensorInfo | undefined {
  const size = util.sizeFromShape(x.shape);
  const columns = isSummedWide(size) ? columnsOf(x, attributes) : undefined;
  if (columns === undefined) return undefined;
  const { width } = columns;
  const out = heap.make(columns.shape);
  const numbers = heap.numbers(x);
  const sums = new Float64Array(width);
  for (let row = 0; row < size; row += width) {
    for (let column = 0; column < width; column++) sums[column] += numbers[row + column];
  }
  const to = heap.numbers(out);
  for (let column = 0; column < width; column++) to[column] = finish(sums[column], size / width);
  return out;
}

/** Returns undefined for other axes than the first, and for numbers that are not float32. */
function columnsOf(
  x: TensorInfo,
  { axis, keepDims }: Attributes,
): { shape: number[]; rows: number; width: number } | undefined {
  if (x.dtype !== 'float32' || axis === undefined) return undefined;
  const axes = util.parseAxisParam(axis, x.shape).sort((a, b) => a - b);
  if (axes.length === x.shape.length || !axes.every((given, i) => given === i)) return undefined;
  const rest = x.shape.slice(axes.length);
  const shape = keepDims ? [...axes.map(() => 1), ...rest] : rest;
  return { shape, rows: util.sizeFromShape(x.shape.slice(0, axes.length)), width: util.sizeFromShape(rest) };
}
