import { median, sum } from '../../foundation/statistics.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** How far ln of a variance may be off by sampling: four standard errors, and 3 %. */
export function tolerance(error: number): number {
  return 4 * error + 0.03;
}

/**
 * Recognizes weights of a wrong scale, and gives them their scale ratio.
 *
 * A layer is wrong by itself if it is beyond its own tolerance. If the other layers together drift
 * to one side further than their joint sampling error, and by at least 2 %, those that share the
 * drift are wrong too: a drift of 7 % per layer shows in fifty layers but not in one. If most
 * layers are wrong by themselves, so is a layer that has too few weights to be sure of and is
 * nearer to the wrong layers than to what it should be.
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

/** The mean drift, weighted by precision; 0 if sampling explains it. */
function sharedDrift(layers: readonly { drift: number; error: number }[]): number {
  if (layers.length < 3) return 0;
  const precision = layers.map(({ error }) => 1 / Math.max(error, 1e-4) ** 2);
  const total = sum(precision);
  const drift = sum(layers.map((layer, i) => layer.drift * precision[i])) / total;
  return Math.abs(drift) > 4 / Math.sqrt(total) + 0.02 ? drift : 0;
}

function isJudged({ secondMoment, allowed, weight }: ExaminedMatrix): boolean {
  return secondMoment > 0 && Number.isFinite(secondMoment) && Number.isFinite(allowed.high) && weight !== 'recurrent';
}

/** The logarithm of the variance over the nearest variance that is allowed. */
function driftOf({ variance, allowed: { low, high } }: ExaminedMatrix): number {
  if (!(variance > 0)) return 0;
  return variance > high ? Math.log(variance / high) : variance < low ? Math.log(variance / low) : 0;
}
