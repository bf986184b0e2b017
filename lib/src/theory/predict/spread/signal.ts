import { mean } from '../../../foundation/statistics.js';
import type { Correlations, PairShares } from '../grid/correlations.js';

/**
 * The forward pass at one place, in the mean over nets and as it spreads over nets. The value at a point (a sample and a position) in a
 * channel is √(second moment of the point)·values(g), with a standard normal g that is independent from channel to channel and has
 * the correlations `pairs` from point to point.
 */
export interface Signal {
  height: number;
  width: number;
  channels: number;
  /** Whether the positions have been flattened into units: a dense layer then takes all of them at once. */
  flat: boolean;
  /** Second moments [rows, height·width] of rows of the batch that stand for all. */
  rows: number;
  profile: Float64Array;
  /** On the normal grid, of mean square 1. */
  values: Float64Array;
  /** Whether values(g) = g. */
  normal: boolean;
  correlations: Correlations;
  /** Samples of the batch. */
  batch: number;
  shares: PairShares;
  /** Tells normals g apart: signals of the same `origin` are functions of the same g. */
  origin: number;
  /** Which random draws the signal is made of, by share of its second moment; what is missing from 1 does not vary over nets. */
  draws: ReadonlyMap<number, number>;
  /** Factor of E x⁴ at one point beyond that of `values`: dropout's. */
  boost: number;
  /** Relative variance, over groups of channels, of the second moment: of grouped convolutions. */
  scatter: number;
  /** Left where a norm or an isometry fixed part of what would fluctuate. */
  fixed?: Fixed;
  spread: Spread;
}

/** Functions of g whose means over units do not vary over nets, and how much the mean square depends on each. */
export interface Fixed {
  /** The squares of the values that were normalized, less 1, and the values if their mean was subtracted. */
  scale: Float64Array;
  shift?: Float64Array;
  /** Of the scale, that is fixed: 1, or less for weights that are nearly an isometry. */
  share: number;
  /** d ln E x² by the logarithm of the scale's square, and by the shift. */
  elasticity: number;
  slope: number;
}

/** How the logarithm of a second moment, a mean over units and points, spreads over nets. */
export interface Spread {
  /** Logarithm of the mean over nets, relative to a net of infinite width. */
  bias: number;
  /** Relative change with each random event before. */
  response: Float64Array;
}

/** Mean of the profile. */
export function sizeOf({ profile }: { profile: Float64Array }): number {
  return mean(profile);
}

/** The shares of pairs in a mean over the batch in which points weigh by their second moments. */
export function pairShares(profile: Float64Array, rows: number, batch: number): PairShares {
  const positions = profile.length / rows;
  let [total, squares, samples] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    let sample = 0;
    for (let p = 0; p < positions; p++) {
      const q = profile[row * positions + p];
      sample += q;
      squares += q * q;
    }
    total += sample;
    samples += sample * sample;
  }
  if (total === 0) return { self: 1 / (batch * positions), sample: 1 / batch };
  const scale = rows / batch / total ** 2;
  return { self: Math.min(1, squares * scale), sample: Math.min(1, samples * scale) };
}
