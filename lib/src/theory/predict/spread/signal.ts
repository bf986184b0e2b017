import { mean } from '../../../foundation/statistics.js';
import type { Correlations, PairShares } from '../grid/correlations.js';
import type { Isometry } from './isometry.js';

/**
 * The forward pass at one place: its mean over nets and its spread. The value at a point (a sample
 * and a position) in a channel is √(second moment of the point)·values(g). The standard normal g is
 * independent from channel to channel and has the given `correlations` from point to point.
 */
export interface Signal {
  height: number;
  width: number;
  channels: number;
  /**
   * Whether the positions have been flattened into units, so that a dense layer takes all of them
   * at once.
   */
  isFlat: boolean;
  /**
   * Number of samples whose second moments are kept, which stand for the whole batch. The `profile`
   * holds their second moments [rows, height·width].
   */
  rows: number;
  profile: Float64Array;
  /** Values on the normal grid, with mean square 1. */
  values: Float64Array;
  /** Whether values(g) = g. */
  isNormal: boolean;
  correlations: Correlations;
  /** Number of samples of the batch. */
  batch: number;
  shares: PairShares;
  /** Identity of the normal g: signals of the same `origin` are functions of the same g. */
  origin: number;
  /**
   * Random draws that make up the signal, with their shares of its second moment. The part missing
   * from 1 does not vary over nets.
   */
  draws: ReadonlyMap<number, number>;
  /** Factor of E x⁴ at one point beyond that of `values`, which comes from dropout. */
  boost: number;
  /**
   * Relative variance of the second moment over the groups of channels of a grouped convolution.
   */
  scatter: number;
  /** Fluctuations that a norm or an isometry has removed. */
  fixed?: Fixed;
  spread: Spread;
}

/**
 * Functions of g whose means over units are the same in all nets, and the dependence of the mean
 * square on each of them.
 */
export interface Fixed {
  /**
   * Squares of the normalized values minus 1. The `shift` holds the values themselves if their mean
   * was subtracted.
   */
  scale: Float64Array;
  shift?: Float64Array;
  /** Share of the scale that is fixed: 1, or less for an orthogonal matrix that narrows. */
  share: number;
  /** The orthogonal matrix that fixed the scale. It is absent if a norm did. */
  isometry?: Isometry;
  /**
   * Derivative of ln E x² with respect to the logarithm of the squared scale; `slope` is the
   * derivative with respect to the shift.
   */
  elasticity: number;
  slope: number;
}

/** Spread over nets of the logarithm of a second moment, which is a mean over units and points. */
export interface Spread {
  /** Logarithm of the mean over nets, relative to a net of infinite width. */
  bias: number;
  /** Relative response to each earlier random event. */
  response: Float64Array;
}

/** Removes `fixed` if an orthogonal matrix set it, and keeps it if a norm did. */
export function withoutIsometry(signal: Signal): Signal {
  const { fixed, ...others } = signal;
  return fixed?.isometry ? others : signal;
}

/** Computes the mean of the profile. */
export function sizeOf({ profile }: { profile: Float64Array }): number {
  return mean(profile);
}

/**
 * Computes the shares of pairs in a mean over the batch that weighs points by their second moments.
 */
export function pairShares(profile: Float64Array, rows: number, batch: number): PairShares {
  const positions = profile.length / rows;
  // The squares of second moments overflow and underflow long before the moments themselves.
  const largest = profile.reduce((most, q) => Math.max(most, q), 0);
  let [total, squares, samples] = [0, 0, 0];
  for (let row = 0; row < rows; row++) {
    let sample = 0;
    for (let p = 0; p < positions; p++) {
      const q = largest > 0 ? profile[row * positions + p] / largest : 0;
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
