import { isList, plotArgument } from './plotArgument.js';

/**
 * Density of values in bins of equal width. The areas add up to the share of values in the range.
 */
export interface Histogram {
  /** Centre of each bin. */
  centers: number[];
  /** Share of all values per unit of x in each bin. */
  density: number[];
  /** Width of a bin. */
  width: number;
}

/**
 * Bins values, so that a figure stores a few numbers per bin and not every value.
 *
 * @param options.low lower end of the range. Default: the smallest finite value
 * @param options.high upper end of the range. Default: the largest finite value
 * @throws TypeError if the values are no list
 * @throws RangeError if there is no finite value, or if low is not below high
 * @example
 * ```ts
 * import { histogram } from 'initlab/plot';
 * histogram([0, 1, 1, 2], { bins: 2, low: 0, high: 2 }).density; // [0.25, 0.75]
 * ```
 */
export function histogram(
  values: ArrayLike<number>,
  options: { bins?: number; low?: number; high?: number } = {},
): Histogram {
  plotArgument(isList(values), values, 'histogram: values', 'a list of numbers: histogram([0, 1, 1, 2])');
  plotArgument(
    typeof options === 'object' && options !== null,
    options,
    'histogram: the options',
    'an object: { bins: 20 }',
  );
  const range = finiteRange(values);
  const { bins = 50, low = range.low, high = range.high } = options;
  if (!Number.isInteger(bins) || bins < 1)
    throw new RangeError(`bins is ${bins}; it must be a whole number of at least 1`);
  if (!(low < high))
    throw new RangeError(
      `low (${low}) must be below high (${high}); if all values are equal or none finite, give both`,
    );
  const width = (high - low) / bins;
  const counts = new Array<number>(bins).fill(0);
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value >= low && value <= high) counts[Math.min(bins - 1, Math.floor((value - low) / width))]++;
  }
  return {
    centers: counts.map((_, bin) => low + (bin + 0.5) * width),
    density: counts.map((count) => count / (values.length * width)),
    width,
  };
}

function finiteRange(values: ArrayLike<number>): { low: number; high: number } {
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low && value !== Number.NEGATIVE_INFINITY) low = value;
    if (value > high && value !== Number.POSITIVE_INFINITY) high = value;
  }
  return low <= high ? { low, high } : { low: Number.NaN, high: Number.NaN };
}
