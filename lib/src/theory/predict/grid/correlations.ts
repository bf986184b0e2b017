import { mean } from '../../../foundation/statistics.js';
import { ORDER, TAIL } from './normalGrid.js';

/**
 * Correlations of the values of one channel at two points, where a point is a sample and a
 * position. They are functions of the offset of the positions, row-major and circular, within one
 * sample (`same`, 1 at offset 0) and between two samples (`different`).
 */
export interface Correlations {
  height: number;
  width: number;
  same: Float64Array;
  different: Float64Array;
  /**
   * Covariance, over nets and places, of a pair's correlation with that of the pair moved by a
   * shift. At shift 0 it is the variance.
   */
  noise: Float64Array;
}

/**
 * Shares of the pairs in the mean over all pairs: `self` is the share of pairs of a point with
 * itself, and `sample` the share of pairs within one sample, which include the former.
 */
export interface PairShares {
  self: number;
  sample: number;
}

/** Means of the powers 0 to ORDER and TAIL of the correlations. */
export interface PowerMeans {
  /**
   * Means over all pairs. The others are means over pairs within one sample and between two
   * samples.
   */
  all: Float64Array;
  sample: Float64Array;
  different: Float64Array;
}

export function uniformCorrelations(
  height: number,
  width: number,
  same: number,
  different: number,
  noise: number,
): Correlations {
  const size = height * width;
  const correlations = {
    height,
    width,
    same: new Float64Array(size).fill(same),
    different: new Float64Array(size).fill(different),
    noise: new Float64Array(size),
  };
  correlations.same[0] = 1;
  correlations.noise[0] = noise;
  return correlations;
}

/** Golden ratio, the larger root of x² − x − 1; the smaller root is 1 − GOLDEN. */
const GOLDEN = (1 + Math.sqrt(5)) / 2;

/**
 * Gives the deviations of the correlation c with variance u, and their weights: two deviations with
 * third moment u^(3/2), like those of the elements of a Gram matrix in which one direction is
 * stronger than the others. They become smaller where a correlation would leave the range from −1
 * to 1, so that its mean remains c.
 */
function deviations({ noise }: Correlations, c: number): readonly (readonly [deviation: number, weight: number])[] {
  if (!(noise[0] > 0)) return [[0, 1]];
  const spread = Math.max(0, Math.min(Math.sqrt(noise[0]), (1 - c) / GOLDEN, (1 + c) / (GOLDEN - 1)));
  return [
    [spread * GOLDEN, (GOLDEN - 1) / Math.sqrt(5)],
    [spread * (1 - GOLDEN), GOLDEN / Math.sqrt(5)],
  ];
}

/** Replaces each correlation c with the mean of f(c) over its noise. The noise does not change. */
export function mapCorrelations(correlations: Correlations, f: (c: number) => number): Correlations {
  const mean = memoizeLast((c) => meanOverNoise(correlations, c, f));
  const same = correlations.same.map(mean);
  same[0] = 1;
  return { ...correlations, same, different: correlations.different.map(mean) };
}

/** Computes the mean of f over the noise of a correlation. */
export function meanOverNoise(correlations: Correlations, c: number, f: (c: number) => number): number {
  return deviations(correlations, c).reduce((sum, [deviation, weight]) => sum + weight * f(clamp(c + deviation)), 0);
}

export function powerMeans(correlations: Correlations, { self, sample }: PairShares): PowerMeans {
  const around = (c: number): ReturnType<typeof deviations> => deviations(correlations, c);
  const others = meanPowers(correlations.same.subarray(1), around);
  const different = meanPowers(correlations.different, around);
  const own = self / sample;
  const within = others.map((power) => own + (1 - own) * power);
  return { all: different.map((power, k) => sample * within[k] + (1 - sample) * power), sample: within, different };
}

function meanPowers(correlations: Float64Array, around: (c: number) => ReturnType<typeof deviations>): Float64Array {
  const sums = new Float64Array(ORDER + 2);
  let count = 0;
  const add = (c: number, times: number): void => {
    let power = times;
    for (let k = 0; k <= ORDER; k++) {
      sums[k] += power;
      power *= c;
    }
    sums[ORDER + 1] += times * c ** TAIL;
    count += times;
  };
  for (let i = 0; i < correlations.length; ) {
    const c = correlations[i];
    let times = 1;
    while (correlations[i + times] === c) times++;
    i += times;
    for (const [deviation, weight] of around(c)) add(clamp(c + deviation), times * weight);
  }
  return count === 0 ? sums : sums.map((sum) => sum / count);
}

/**
 * Computes the mean over all pairs from the value for a point with itself and, for each offset, the
 * values for pairs within one sample and between two samples.
 */
export function meanOverPairs(
  { self, sample }: PairShares,
  own: number,
  same: Float64Array,
  different: Float64Array,
): number {
  return self * own + (sample - self) * meanWithoutFirst(same) + (1 - sample) * mean(different);
}

/** Computes the mean of all values except the first, or 0 if there are no others. */
export function meanWithoutFirst(values: Float64Array): number {
  return values.length === 1 ? 0 : mean(values.subarray(1));
}

export function clamp(c: number): number {
  return Math.max(-1, Math.min(1, c));
}

/** Makes a function that calls f again only if the argument changes. */
export function memoizeLast(f: (x: number) => number): (x: number) => number {
  let last = Number.NaN;
  let value = Number.NaN;
  return (x) => {
    if (x !== last) [last, value] = [x, f(x)];
    return value;
  };
}
