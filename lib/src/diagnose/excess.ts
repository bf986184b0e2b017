import type { ExaminedMatrix } from './examinedMatrix.js';

/** Four standard errors, and 3 %. */
export function tolerance(error: number): number {
  return 4 * error + 0.03;
}

/**
 * Tells weights of a wrong scale. A layer alone is wrong if it is beyond its own tolerance; where the layers together drift to one side further than their
 * joint sampling error, by 2 % at least, all that share the drift are: 7 % a layer shows in fifty layers and not in one.
 */
export function withExcess(matrices: readonly ExaminedMatrix[]): ExaminedMatrix[] {
  const drifts = matrices.map(driftOf);
  const judged = matrices.map((one, i) => ({ one, drift: drifts[i] })).filter(({ one }) => isJudged(one));
  const sorted = judged.map(({ drift }) => drift).sort((a, b) => a - b);
  // The median, which one layer that is far off does not move; its standard error is 1.25 times that of the mean.
  const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
  const error = (1.25 * Math.sqrt(judged.reduce((sum, { one }) => sum + one.error ** 2, 0))) / judged.length;
  const shared = judged.length > 2 && Math.abs(middle) > 4 * error + 0.02;
  return matrices.map((one, i) => {
    const alone = Math.abs(drifts[i]) > tolerance(one.error);
    const follows = shared && isJudged(one) && Math.abs(drifts[i] - middle) < 4 * one.error + Math.abs(middle) / 2;
    return { ...one, excess: alone || follows ? Math.exp(drifts[i] === 0 ? middle : drifts[i]) : 1 };
  });
}

function isJudged({ secondMoment, allowed, weight }: ExaminedMatrix): boolean {
  return secondMoment > 0 && Number.isFinite(secondMoment) && Number.isFinite(allowed.high) && weight !== 'recurrent';
}

/** ln of the variance over the nearest that is allowed. */
function driftOf({ variance, allowed: { low, high } }: ExaminedMatrix): number {
  if (!(variance > 0)) return 0;
  return variance > high ? Math.log(variance / high) : variance < low ? Math.log(variance / low) : 0;
}
