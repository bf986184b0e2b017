/** Sum of all values; 0 for no values. */
export function sum(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i];
  return total;
}

/** Arithmetic mean; NaN for no values, as with the other statistics in this file. */
export function mean(values: ArrayLike<number>): number {
  return sum(values) / values.length;
}

/** Sum of each row of a table that is stored row by row. */
export function rowSums(values: ArrayLike<number>, columns: number): Float64Array {
  const sums = new Float64Array(values.length / columns);
  for (let i = 0; i < values.length; i++) sums[Math.floor(i / columns)] += values[i];
  return sums;
}

/** Mean of each column of a table that is stored row by row. */
export function columnMeans(values: ArrayLike<number>, columns: number): Float64Array {
  const means = new Float64Array(columns);
  for (let i = 0; i < values.length; i++) means[i % columns] += (values[i] * columns) / values.length;
  return means;
}

/** Entropy −Σ p ln p of shares that sum to 1, in nats. */
export function entropy(shares: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < shares.length; i++) if (shares[i] > 0) total -= shares[i] * Math.log(shares[i]);
  return total;
}

/**
 * The raw moment Σ xᵏ / n, whose order k is a whole number. Products are several times as fast as
 * powers.
 */
export function moment(values: ArrayLike<number>, order: number): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) {
    let power = 1;
    for (let k = 0; k < order; k++) power *= values[i];
    total += power;
  }
  return total / values.length;
}

/** The second moment Σ x² / n. */
export function meanSquare(values: ArrayLike<number>): number {
  let total = 0;
  for (let i = 0; i < values.length; i++) total += values[i] * values[i];
  return total / values.length;
}

/** The square root of the second moment. */
export function rootMeanSquare(values: ArrayLike<number>): number {
  return Math.sqrt(meanSquare(values));
}

/** The unbiased variance Σ (x − x̄)² / (n − 1); NaN for fewer than two values. */
export function sampleVariance(values: ArrayLike<number>): number {
  if (values.length < 2) return Number.NaN;
  const centre = mean(values);
  let total = 0;
  for (let i = 0; i < values.length; i++) total += (values[i] - centre) ** 2;
  return total / (values.length - 1);
}

/** The square root of the unbiased variance. */
export function standardDeviation(values: ArrayLike<number>): number {
  return Math.sqrt(sampleVariance(values));
}

/**
 * The quantile of values in ascending order, interpolated linearly between neighbours: definition 7
 * of Hyndman and Fan (1996), the default of NumPy and R.
 *
 * @param sorted - the values, the smallest first.
 * @param p - the share of the values below the quantile, from 0 to 1.
 */
export function quantile(sorted: ArrayLike<number>, p: number): number {
  if (sorted.length === 0) return Number.NaN;
  const place = p * (sorted.length - 1);
  const low = Math.floor(place);
  if (low === place || sorted[low] === sorted[low + 1]) return sorted[low];
  return sorted[low] + (place - low) * (sorted[low + 1] - sorted[low]);
}

/** The median of values in any order: the middle value, or the mean of the two middle values. */
export function median(values: ArrayLike<number>): number {
  return quantile(Float64Array.from(values).sort(), 0.5);
}
