/** Distribution of a second moment, over units and batch, among single nets. */
export interface Band {
  /**
   * Second moment of a net of infinite width. It is the mean over nets up to a relative error of
   * order depth/width, that is Σ 1/n over the layers.
   */
  secondMoment: number;
  /** Median: half of all nets have less. */
  median: number;
  /** Quantile 2.5 %; `high` is the quantile 97.5 %, so 95 % of all nets lie between the two. */
  low: number;
  high: number;
}

/** Computes the quantiles of a lognormal variable whose mean is e^bias times the second moment. */
export function band(secondMoment: number, bias: number, variance: number): Band {
  const centre = bias - variance / 2;
  const reach = 1.959964 * Math.sqrt(variance);
  // In very deep nets the exponents overflow, and 0 · Infinity or Infinity/Infinity is no quantile.
  const [low, median, high] = [centre - reach, centre, centre + reach].map((x) =>
    secondMoment > 0 ? secondMoment * Math.exp(x) : 0,
  );
  return { secondMoment, median, low, high };
}
