import type { LayerSample, SampleMoments } from '../../sample.js';

/**
 * Records of the trials, one after another: the statistics of each layer. A statistic that a layer
 * lacks is NaN.
 */
export const RECORD = 13;

/** Offsets of the statistics within a record. */
export const PLACES = {
  preActivation: 0,
  activation: 4,
  gradient: 8,
  deadFraction: 11,
  saturatedFraction: 12,
} as const;

/** Writes the statistics of one trial, layer by layer. */
export function writeRecords(samples: readonly LayerSample[], records: Float64Array, trial: number): void {
  let at = trial * samples.length * RECORD;
  for (const { preActivation, activation, gradient, deadFraction, saturatedFraction } of samples) {
    const row = [
      ...moments(preActivation),
      preActivation.correlation,
      ...moments(activation),
      activation.correlation,
      ...moments(gradient),
      deadFraction,
      saturatedFraction ?? Number.NaN,
    ];
    records.set(row, at);
    at += RECORD;
  }
}

function moments(sample: SampleMoments | undefined): number[] {
  return sample ? [sample.mean, sample.variance, sample.secondMoment] : [Number.NaN, Number.NaN, Number.NaN];
}

/** Reads one statistic of one layer from every trial. */
export function column(records: Float64Array, layers: number, layer: number, place: number): Float64Array {
  const step = layers * RECORD;
  return Float64Array.from(
    { length: records.length / step },
    (_, trial) => records[trial * step + layer * RECORD + place],
  );
}
