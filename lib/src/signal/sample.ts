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

/** Computes the moments over all elements, summed in double precision. */
export function sampleMoments(x: Float32Array): SampleMoments {
  return momentsOf(signalSums(x, 1), x[0], x.length);
}

/** Computes the moments, and the correlation of the samples of a batch. */
export function sampleSignal(x: Float32Array, batch: number): SampleSignal {
  return signalOf(signalSums(x, batch, true), x[0], x.length, batch);
}
