import { density, cumulative as lower } from '../../../activation/normalDistribution.js';
import { mean } from '../../../foundation/statistics.js';
import type { Pool } from '../../../network/spec/graph.js';
import { type Correlations, clamp, mapCorrelations, memoizeLast } from '../grid/correlations.js';
import { average, averageProduct, correlationFor, GRID, kernel, valueAt } from '../grid/normalGrid.js';
import { averageWindows, subsample } from '../grid/offsets.js';
import { windowCounts, windowSums } from '../grid/positions.js';
import { quantiles, valueOn } from '../grid/quantiles.js';
import { pairShares, type Signal, withoutIsometry } from '../spread/signal.js';
import { toUnitSquare } from './weights.js';

/**
 * Smallest share of the second moment that a mean keeps. Correlations that went through many layers
 * are approximate, and the mean of their covariances can even be negative.
 */
const LEAST_KEPT = 1e-12;

export function poolWindows(input: Signal, op: Pool): Signal {
  const { window } = op;
  const counts = windowCounts(window);
  const [height, width] = window.output;
  const sums = windowSums(input.profile, input.rows, window);
  const positions = counts.length;
  const means = sums.map((sum, i) => sum / counts[i % positions]);
  const count = mean(counts);
  const products = kernel(input.values);
  const cosines = mapCorrelations(input.correlations, (c) => valueAt(products, c));
  const near = nearness(input, window);
  if (op.type === 'maxPool') {
    const values = maximumOf(count, near).map((g) => valueOn(input.values, g));
    const factor = averageProduct(values, values);
    const profile = means.map((q) => q * factor);
    return {
      ...withoutIsometry(input),
      height,
      width,
      profile,
      values: toUnitSquare(values),
      isNormal: false,
      correlations: {
        height,
        width,
        ...correlationsOfMeans(input, window),
      },
      shares: pairShares(profile, input.rows, input.batch),
    };
  }
  const same = averageWindows(cosines.same, input.height, input.width, window.size);
  const different = averageWindows(cosines.different, input.height, input.width, window.size);
  const kept = Float64Array.from(counts, (n) => keptByMean(cosines.same, input.width, window.size, n));
  const profile = means.map((q, i) => q * kept[i % positions]);
  return meanSignal(
    input,
    { height, width, profile, count },
    {
      same: subsample(same, window),
      different: subsample(different, window),
      noise: subsample(averageWindows(input.correlations.noise, input.height, input.width, window.size), window),
    },
    Math.max(LEAST_KEPT, same[0]),
  );
}

/**
 * Computes the correlations of windows' means, which stand in for those of their largest values.
 */
function correlationsOfMeans(
  { correlations, height, width }: Signal,
  window: Pool['window'],
): Pick<Correlations, 'same' | 'different' | 'noise'> {
  const over = (values: Float64Array): Float64Array => averageWindows(values, height, width, window.size);
  const [same, different] = [over(correlations.same), over(correlations.different)];
  const kept = Math.max(LEAST_KEPT, same[0]);
  const ratio = (values: Float64Array): Float64Array => subsample(values, window).map((c) => clamp(c / kept));
  return {
    same: ratio(same),
    different: ratio(different),
    noise: subsample(over(correlations.noise), window).map((x) => x / kept ** 2),
  };
}

export function poolGlobally(input: Signal): Signal {
  const { rows, width, height } = input;
  const products = kernel(input.values);
  const cosines = mapCorrelations(input.correlations, (c) => valueAt(products, c));
  const kept = Math.max(LEAST_KEPT, mean(cosines.same));
  const positions = height * width;
  const profile = Float64Array.from(
    { length: rows },
    (_, row) => mean(input.profile.subarray(row * positions, (row + 1) * positions)) * kept,
  );
  const correlations = {
    same: Float64Array.of(kept),
    different: Float64Array.of(mean(cosines.different)),
    noise: Float64Array.of(mean(input.correlations.noise)),
  };
  return meanSignal(input, { height: 1, width: 1, profile, count: positions }, correlations, kept);
}

/**
 * Makes the signal of means over positions. The `cosines` are covariances relative to the mean
 * square before pooling; the share `kept` of it remains.
 */
function meanSignal(
  input: Signal,
  { height, width, profile, count }: { height: number; width: number; profile: Float64Array; count: number },
  cosines: { same: Float64Array; different: Float64Array; noise: Float64Array },
  kept: number,
): Signal {
  const values = meanOfMany(input.values, kept, count);
  const products = kernel(values);
  const correlationOf = memoizeLast((c) => correlationFor(products, c / kept));
  const same = cosines.same.map(correlationOf);
  same[0] = 1;
  return {
    ...withoutIsometry(input),
    height,
    width,
    profile,
    values,
    isNormal: input.isNormal,
    correlations: { height, width, same, different: cosines.different.map(correlationOf), noise: cosines.noise },
    shares: pairShares(profile, input.rows, input.batch),
  };
}

/**
 * Gives the values of a mean of many values, whose mean square is the share `kept` of theirs: their
 * mean plus a part that is nearer to a normal by √count.
 */
function meanOfMany(values: Float64Array, kept: number, count: number): Float64Array {
  const centre = average(values);
  const own = Math.sqrt(Math.max(1e-12, 1 - centre ** 2));
  const std = Math.sqrt(Math.max(1e-12, kept - centre ** 2));
  const effective = Math.max(1, Math.min(count, (own / std) ** 2));
  const share = 1 / Math.sqrt(effective);
  const mixed = values.map((x, i) => (share * (x - centre)) / own + Math.sqrt(1 - share ** 2) * GRID[i]);
  const norm = Math.sqrt(averageProduct(mixed, mixed));
  return toUnitSquare(mixed.map((x) => centre + (std * x) / norm));
}

/**
 * Computes the mean of a covariance by offset over both places in a window with `count` positions
 * inside the image.
 */
function keptByMean(cosines: Float64Array, width: number, size: readonly [number, number], count: number): number {
  const others = windowMean(cosines, width, size);
  return Math.max(LEAST_KEPT, 1 / count + (1 - 1 / count) * others);
}

/**
 * Computes the mean of a function of the offset over all pairs of different places in a window, or
 * 0 for a window of one place.
 */
function windowMean(values: Float64Array, width: number, [rows, columns]: readonly [number, number]): number {
  let [sum, weight] = [0, 0];
  const height = values.length / width;
  for (let dy = 1 - rows; dy < rows; dy++) {
    for (let dx = 1 - columns; dx < columns; dx++) {
      if (dy === 0 && dx === 0) continue;
      const pairCount = (rows - Math.abs(dy)) * (columns - Math.abs(dx));
      sum += pairCount * values[((dy + height) % height) * width + ((dx + width) % width)];
      weight += pairCount;
    }
  }
  return weight === 0 ? 0 : sum / weight;
}

/**
 * Computes the mean correlation of two places in a window, averaged in the way that determines
 * which of them is larger.
 */
export function nearness({ correlations, width }: Signal, { size }: Pool['window']): number {
  return Math.max(0, Math.min(0.999, windowMean(correlations.same, width, size)));
}

/**
 * Gives the normal of the largest of `count` values whose normals have the correlation `near`, as a
 * function of a normal of its own, on the grid.
 */
export function maximumOf(count: number, near: number): Float64Array {
  const coarse = GRID.filter((_, i) => i % 4 === 1);
  const [common, own] = [Math.sqrt(near), Math.sqrt(1 - near)];
  const combined: { value: number; weight: number }[] = [];
  const spacing = coarse[1] - coarse[0];
  for (const u of coarse) {
    for (const v of coarse) {
      // v is the largest of `count` normals, with the distribution function Φ(v)^count.
      const weight = density(u) * (lower(v + spacing / 2) ** count - lower(v - spacing / 2) ** count);
      combined.push({ value: common * u + own * v, weight });
    }
  }
  return quantiles(combined);
}
