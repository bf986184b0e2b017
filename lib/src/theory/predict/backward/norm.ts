import { mean } from '../../../foundation/statistics.js';
import type { Norm } from '../../../network/spec/graph.js';
import type { NormState } from '../forward/norm.js';
import { meanOverPairs, powerMeans } from '../grid/correlations.js';
import type { Events } from '../spread/events.js';
import type { Signal } from '../spread/signal.js';
import { type Gradient, gateMeans, gradientShares, withoutAlignment } from './gradient.js';

/**
 * Computes the gradient with respect to the input of a norm: it is divided by the input's size, and
 * loses its parts along the mean and along the values themselves.
 */
export function backwardNorm(
  gradient: Gradient,
  norm: Norm,
  input: Signal,
  normed: NormState,
  events: Events,
): Gradient {
  const response = Float64Array.from(input.spread.response);
  if (normed.event >= 0) response[normed.event] += 1;
  const { sample, common } = events.covariance(response, response);
  const tilt = events.covariance(response, gradient.spread.response);
  const batch = norm.type === 'batchNorm';
  const lost = batch ? lostInBatch(gradient, normed.output) : { ...lostInSample(gradient, norm), mean: 0 };
  // The mean of 1/q exceeds 1/(mean of q), for channels over nets and for samples of unequal norm.
  const uneven = batch ? 1 / (1 - Math.min(0.7, channelSpread(normed))) : unevenness(input);
  const kept = Math.max(0.02, 1 - lost.share) * normed.factor * uneven;
  return {
    ...withoutAlignment(gradient),
    ...(!batch && { alignment: { share: 0, mean: 0, response: events.none() } }),
    profile: gradient.profile.map((g) => g * kept),
    correlations: {
      ...gradient.correlations,
      same: gradient.correlations.same.map((c, i) => (i === 0 ? 1 : (c - lost.mean) / (1 - lost.mean))),
      different: gradient.correlations.different.map((c) => (c - lost.mean) / (1 - lost.mean)),
    },
    spread: {
      bias: gradient.spread.bias - input.spread.bias + (batch ? common - tilt.common : sample - tilt.sample),
      response: gradient.spread.response.map((x, e) => x - response[e]),
    },
  };
}

/**
 * Computes the share of the gradient lost within the channels of a position: along the values, and
 * along the mean.
 */
function lostInSample({ alignment, channels }: Gradient, { type }: Norm): { share: number } {
  const { share, mean: constant } = alignment ?? { share: 1, mean: 1 };
  return { share: (share + (type === 'layerNorm' ? constant : 0)) / channels };
}

/** Computes the share of the gradient lost within the points of a channel. */
function lostInBatch(gradient: Gradient, output: Signal): { share: number; mean: number } {
  const shares = gradientShares(gradient);
  const first = gateMeans(gradient);
  const over = (of: (kind: 'same' | 'different', i: number) => number): number => {
    const at = (kind: 'same' | 'different'): Float64Array =>
      gradient.correlations[kind].map((c, i) => c * first[kind][i] * of(kind, i));
    return meanOverPairs(shares, 1, at('same'), at('different'));
  };
  const constant = over(() => 1);
  return { share: constant + over((kind, i) => output.correlations[kind][i]), mean: constant };
}

/** Computes E q·E 1/q over points. */
function unevenness({ profile }: Signal): number {
  const size = mean(profile);
  return mean(profile.map((q) => (q > 0 ? size / q : 0)));
}

/**
 * Computes the relative variance of the mean square of one channel over the batch. It uses the
 * noise of the correlations before the norm, because fluctuations common to all channels of a net
 * are no spread of channels.
 */
function channelSpread({ output: { correlations, shares }, kept }: NormState): number {
  const before = { ...correlations, noise: correlations.noise.map((x) => x * kept ** 2) };
  return 2 * powerMeans(before, shares).all[2];
}
