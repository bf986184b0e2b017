import { median, sum } from '../../foundation/statistics.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/**
 * Computes how far sampling may move the logarithm of a variance: four standard errors, and 3 %
 * besides.
 */
export function tolerance(error: number): number {
  return 4 * error + 0.03;
}

/**
 * Adds the scale ratio to each matrix, and thereby decides which weights have a wrong scale.
 *
 * A layer is wrong on its own if it is beyond its own tolerance. Of the other layers, those that
 * share a drift to one side are wrong too, if this drift is larger than their joint sampling error
 * and than 2 %. A drift of 7 % per layer, for example, shows in fifty layers but not in one. If
 * most layers are wrong on their own, then so is a layer with too few weights for certainty that is
 * closer to the wrong layers than to its allowed variance.
 */
export function withScaleRatios(matrices: readonly ExaminedMatrix[]): ExaminedMatrix[] {
  const drifting = matrices.map((matrix) => ({ matrix, drift: driftOf(matrix) }));
  const alone = drifting.filter(({ matrix, drift }) => Math.abs(drift) > tolerance(matrix.error));
  const others = drifting.filter((candidate) => isJudged(candidate.matrix) && !alone.includes(candidate));
  const shared = sharedDrift(others.map(({ matrix, drift }) => ({ drift, error: matrix.error })));
  const most = alone.length > others.length ? median(alone.map(({ drift }) => drift)) : 0;
  return drifting.map((candidate) => {
    const { matrix, drift } = candidate;
    const slack = 4 * matrix.error + Math.abs(shared) / 2;
    const isFollower = shared === 0 ? Math.abs(drift - most) < Math.abs(drift) : Math.abs(drift - shared) < slack;
    if (alone.includes(candidate)) return { ...matrix, scaleRatio: Math.exp(drift) };
    const isWrong = others.includes(candidate) && isFollower;
    return { ...matrix, scaleRatio: isWrong ? Math.exp(drift * shared < 0 ? shared : drift) : 1 };
  });
}

/** Computes the mean drift, weighted by precision; 0 if sampling explains it. */
function sharedDrift(layers: readonly { drift: number; error: number }[]): number {
  if (layers.length < 3) return 0;
  const precision = layers.map(({ error }) => 1 / Math.max(error, 1e-4) ** 2);
  const total = sum(precision);
  const drift = sum(layers.map((layer, i) => layer.drift * precision[i])) / total;
  return Math.abs(drift) > 4 / Math.sqrt(total) + 0.02 ? drift : 0;
}

function isJudged({ secondMoment, allowed }: ExaminedMatrix): boolean {
  return secondMoment > 0 && Number.isFinite(secondMoment) && Number.isFinite(allowed.high);
}

/** Computes the logarithm of the variance divided by the nearest allowed variance. */
function driftOf({ variance, allowed: { low, high } }: ExaminedMatrix): number {
  if (!(variance > 0)) return 0;
  return variance > high ? Math.log(variance / high) : variance < low ? Math.log(variance / low) : 0;
}
