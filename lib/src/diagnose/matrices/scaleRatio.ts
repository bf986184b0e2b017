import { median, sum } from '../../foundation/statistics.js';
import type { ExaminedMatrix } from './examinedMatrix.js';

/** Four standard errors, and 3 %. */
export function tolerance(error: number): number {
  return 4 * error + 0.03;
}

/**
 * Tells weights of a wrong scale. A layer alone is wrong if it is beyond its own tolerance; where all others together drift to one side further than
 * their joint sampling error, by 2 % at least, those that share the drift are: 7 % a layer shows in fifty layers and not in one. Where
 * most layers are wrong by themselves, so is one with too few weights to be sure of that is nearer to them than to what it should be.
 */
export function withExcess(matrices: readonly ExaminedMatrix[]): ExaminedMatrix[] {
  const all = matrices.map((one) => ({ one, drift: driftOf(one) }));
  const alone = all.filter(({ one, drift }) => Math.abs(drift) > tolerance(one.error));
  const others = all.filter((each) => isJudged(each.one) && !alone.includes(each));
  const shared = sharedDrift(others.map(({ one, drift }) => ({ drift, error: one.error })));
  const most = alone.length > others.length ? median(alone.map(({ drift }) => drift)) : 0;
  return all.map((each) => {
    const { one, drift } = each;
    const slack = 4 * one.error + Math.abs(shared) / 2;
    const follows = shared === 0 ? Math.abs(drift - most) < Math.abs(drift) : Math.abs(drift - shared) < slack;
    if (alone.includes(each)) return { ...one, excess: Math.exp(drift) };
    return { ...one, excess: others.includes(each) && follows ? Math.exp(drift * shared < 0 ? shared : drift) : 1 };
  });
}

/** The mean drift, each layer by its precision, where it is no accident; else 0. */
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

/** ln of the variance over the nearest that is allowed. */
function driftOf({ variance, allowed: { low, high } }: ExaminedMatrix): number {
  if (!(variance > 0)) return 0;
  return variance > high ? Math.log(variance / high) : variance < low ? Math.log(variance / low) : 0;
}
