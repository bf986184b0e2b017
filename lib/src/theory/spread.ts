import { gammaLog } from './gammaLog.js';

/** Mean and variance over nets of the logarithm of a second moment, relative to that of infinite width. */
export interface Spread {
  mean: number;
  variance: number;
}

/** A second moment over units and batch. */
export interface Band {
  /** In a net of infinite width, and the mean over nets up to a share of order depth/width, Σ 1/n over the layers. */
  secondMoment: number;
  /** Half of all nets have less. */
  median: number;
  /** 2.5 % of all nets have less than `low`, 2.5 % more than `high`. */
  low: number;
  high: number;
}

export const none: Spread = { mean: 0, variance: 0 };

/** Of the mean over `width` units and `batch` samples of squares of mean 1, E x⁴ and, for two samples, E x²y² being given. */
export function spreadOfMean(width: number, batch: number, fourth: number, square: number): Spread {
  return gammaLog(Math.max(0, fourth / batch + (1 - 1 / batch) * square - 1) / width);
}

export function sum(a: Spread, b: Spread): Spread {
  return { mean: a.mean + b.mean, variance: a.variance + b.variance };
}

export function times(factor: number, { mean, variance }: Spread): Spread {
  return { mean: factor * mean, variance: factor ** 2 * variance };
}

/** The quantiles of a lognormal variable. */
export function band(secondMoment: number, { mean, variance }: Spread): Band {
  const median = secondMoment * Math.exp(mean);
  const factor = Math.exp(1.959964 * Math.sqrt(variance));
  return { secondMoment, median, low: median / factor, high: median * factor };
}
