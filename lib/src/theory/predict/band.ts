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

/** The quantiles of a lognormal variable whose mean is e^bias times the second moment. */
export function band(secondMoment: number, bias: number, variance: number): Band {
  const median = secondMoment * Math.exp(bias - variance / 2);
  const factor = Math.exp(1.959964 * Math.sqrt(variance));
  return { secondMoment, median, low: median / factor, high: median * factor };
}
