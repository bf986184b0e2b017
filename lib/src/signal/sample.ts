import type { Activation } from '../activation/activation.js';
import { momentsOf, type SampleMoments, type SampleSignal, signalOf, signalSums } from './signalSums.js';

export type { SampleMoments, SampleSignal };

/** Statistics of one layer of one net. A batch is row-major, with a row for each sample. */
export interface LayerSample {
  preActivation: SampleSignal;
  activation: SampleSignal;
  gradient?: SampleMoments;
  deadFraction: number;
  saturatedFraction?: number;
}

/**
 * Distance from an end of its range within which an activation counts as saturated: |tanh z| > .97.
 */
const SATURATED = 0.03;

/** Computes the moments over all elements, summed in double precision. */
export function sampleMoments(x: Float32Array): SampleMoments {
  return momentsOf(signalSums(x, 1), x[0], x.length);
}

/** Computes the moments, and the correlation of the samples of a batch. */
export function sampleSignal(x: Float32Array, batch: number): SampleSignal {
  return signalOf(signalSums(x, batch, true), x[0], x.length, batch);
}

/**
 * Computes the share of the units, along the last axis, whose derivative is 0 for every sample of
 * the batch and at every position.
 */
export function deadFraction(z: Float32Array, width: number, { df }: Activation): number {
  let dead = 0;
  for (let unit = 0; unit < width; unit++) {
    let i = unit;
    while (i < z.length && df(z[i]) === 0) i += width;
    if (i >= z.length) dead++;
  }
  return dead / width;
}

/** Computes the share of the elements that lie at an end of the range. */
export function saturatedFraction(a: Float32Array, [low, high]: readonly [number, number]): number {
  let saturated = 0;
  for (let i = 0; i < a.length; i++) if (a[i] < low + SATURATED || a[i] > high - SATURATED) saturated++;
  return saturated / a.length;
}
