import type { SymbolicTensor } from '@tensorflow/tfjs-layers';
import { permuted } from '../permuted.js';

/** Stands for the number of samples in a shape that a graph computes with. */
export const SAMPLES: number = -(2 ** 40);

/** A value of the graph that does not depend on the data. */
export interface Constant {
  kind: 'constant';
  shape: readonly number[];
  data: Float32Array | Float64Array;
  /** Tensor of the file with the same numbers, and the order of its axes here. */
  source?: { tensor: string; axes: readonly number[] };
}

/**
 * The order of a signal's axes: as in the file, with the channels last, or with time before the
 * samples.
 */
export type Layout = 'file' | 'channelsLast' | 'timeFirst';

/** A value of the graph that depends on the data. */
export interface Signal {
  kind: 'signal';
  symbol: SymbolicTensor;
  layout: Layout;
}

export type Value = Constant | Signal;

/** The order of axes that undoes another. */
export function inverseOf(axes: readonly number[]): number[] {
  return axes.map((_, axis) => axes.indexOf(axis));
}

export function transposed(constant: Constant, axes: readonly number[]): Constant {
  const { data, shape, source } = constant;
  return {
    kind: 'constant',
    shape: axes.map((axis) => shape[axis]),
    data: permuted(data, shape, axes),
    ...(source && { source: { ...source, axes: axes.map((axis) => source.axes[axis]) } }),
  };
}

/** The order of axes that puts the channels last: [0, 2, 3, 1] for images. */
export function channelsLastAxes(rank: number): number[] {
  return [0, ...Array.from({ length: rank - 2 }, (_, i) => i + 2), 1];
}
