import { average, GRID } from '../grid/normalGrid.js';

/**
 * Computes the variance of the logarithm of the mean of `count` independent lognormal variables,
 * whose logarithms have the given variance. Variables are averaged in pairs: ln((eˣ + eʸ)/2) = (x +
 * y)/2 + ln cosh((x − y)/2), where the two parts are independent for normal x and y. The result
 * counts as normal again, which is accurate to 5 % at variances below 1 and a quarter too small at
 * 3.
 */
export function varianceOfLogMean(variance: number, count: number): number {
  if (!(variance > 0)) return 0;
  let [before, after] = [variance, variance];
  let size = 1;
  while (size < count) {
    before = after;
    after = averageOfTwo(before);
    size *= 2;
  }
  const share = Math.log2(size / count);
  return before === after ? after : after * (before / after) ** share;
}

function averageOfTwo(variance: number): number {
  const scale = Math.sqrt(variance / 2);
  // ln cosh t − |t| + ln 2 = ln(1 + e^(−2|t|)), which does not overflow.
  const logs = GRID.map((g) => Math.abs(scale * g) + Math.log1p(Math.exp(-2 * Math.abs(scale * g))));
  const mean = average(logs);
  return variance / 2 + average(logs.map((x) => (x - mean) ** 2));
}
