import type { Activation } from '../../../activation/elementwise.js';
import { mean } from '../../../foundation/statistics.js';
import { biasOnSphere, type Slopes, slopesOf } from '../forward/activation.js';
import type { ForwardState } from '../forward/step.js';
import { average } from '../grid/normalGrid.js';
import { valueOn } from '../grid/quantiles.js';
import { ensembleMean } from '../spread/ensembleMean.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { interpolateLog } from '../spread/logInterpolation.js';
import type { Signal } from '../spread/signal.js';
import { type Alignment, activateAlignment } from './alignment.js';
import { forwardCovariances } from './events.js';
import { addGate, derivativeGate, type Gradient, type PoolChoice, withoutAlignment } from './gradient.js';
import { withOwnDraw } from './merge.js';

/** Computes the gradient with respect to z from the gradient with respect to a = f(z). */
export function backwardActivation(
  gradient: Gradient,
  { z: before, a }: ForwardState,
  phi: Activation,
  events: Events,
  forwardEvents: ForwardEvents,
): Gradient {
  const slopes = slopesOf(before, phi);
  const { gates, size } = addGate(gradient.gates, derivativeGate(before, slopes.derivative));
  const poolChoice = gradient.poolChoice && activateChoice(gradient.poolChoice, before, slopes);
  const factor = poolChoice ? poolChoice.size : slopes.secondMoment(slopes.q) * size;
  const { response, bias } = gradient.spread;
  const variance = events.covariance(before.spread.response, before.spread.response).sample;
  // Nets with a large gradient have a q that differs from the mean.
  const tilt = events.covariance(response, before.spread.response).sample;
  const nets = ensembleMean(slopes.secondMoment, slopes.q, before.spread.bias - variance / 2 + tilt, variance);
  const kappa = nets.slope;
  const uneven = unevenRows(gradient, before, phi, slopes);
  const moved = alignmentEffect(gradient, before, a, phi, slopes.q, events, forwardEvents);
  const passed = {
    ...withoutAlignment(gradient),
    profile: gradient.profile.map((g) => g * factor * (uneven?.factor ?? 1)),
    ...(uneven && { rows: uneven.rows }),
    gates,
    ...(moved && { alignment: moved.alignment }),
    ...(poolChoice && { poolChoice: poolChoice.poolChoice }),
    spread: {
      bias: bias + nets.bias + biasOnSphere(before, slopes.q, phi.df) + (moved?.bias ?? 0),
      response: response.map((x, e) => x + kappa * before.spread.response[e] + (moved?.response[e] ?? 0)),
    },
  };
  passed.spread.bias += tiltOnSphere(passed, before, forwardEvents);
  return passed;
}

/**
 * Computes the samples' second moments, and the factor by which their mean exceeds that of samples
 * of equal q: a sample with a small q has large slopes at all layers. The effect is of the order of
 * the variance of q over samples, which only bands as narrow as those of orthogonal weights show.
 */
function unevenRows(
  gradient: Gradient,
  { profile, rows, fixed }: Signal,
  phi: Activation,
  { q, secondMoment }: Slopes,
): { rows: Float64Array; factor: number } | undefined {
  if (fixed?.isometry === undefined || profile.length !== rows || phi.slopes !== undefined) return undefined;
  const equal = secondMoment(q);
  if (!(equal > 0)) return undefined;
  const sizes = interpolateLog(profile, secondMoment(0), secondMoment).map(
    (size, row) => (size / equal) * (gradient.rows?.[row] ?? 1),
  );
  const factor = mean(sizes);
  return { rows: sizes.map((size) => size / factor), factor };
}

/**
 * Computes the covariance of the gradient with the draw of the slopes that it has just met. Through
 * the layers after it, the gradient depends on the size of the signal after this activation.
 */
function tiltOnSphere(gradient: Gradient, before: Signal, forwardEvents: ForwardEvents): number {
  if (before.fixed?.isometry === undefined) return 0;
  let sum = 0;
  for (const [event, { sample }] of forwardCovariances(gradient, forwardEvents))
    sum += gradient.spread.response[event] * sample;
  return sum;
}

/** Applies an activation before a pool to the value that the pool chooses. */
function activateChoice(
  poolChoice: PoolChoice,
  before: Signal,
  { derivative }: Slopes,
): { poolChoice: PoolChoice; size: number } | undefined {
  if (before.origin !== poolChoice.origin) return undefined;
  const slope = poolChoice.normals.map((g) => valueOn(derivative, g));
  const { gates } = addGate(poolChoice.gradient.gates, derivativeGate(poolChoice.output, slope));
  const size = average(slope.map((x) => x * x));
  return { poolChoice: { ...poolChoice, gradient: { ...poolChoice.gradient, gates } }, size };
}

/**
 * Computes the effect of the gradient's alignment with the signal at an activation of a dense net.
 */
function alignmentEffect(
  { alignment, channels, spread }: Gradient,
  before: Signal,
  after: Signal,
  phi: Activation,
  q: number,
  events: Events,
  forwardEvents: ForwardEvents,
): { alignment: Alignment; bias: number; response: Float64Array } | undefined {
  if (alignment === undefined || !before.isNormal || before.draws.size === 0) return undefined;
  const through = activateAlignment(alignment, before, phi, q, spread.response, events);
  const weight = through.weight / channels;
  const signal = withOwnDraw(after, forwardEvents);
  return {
    alignment: through.alignment,
    bias: weight * (alignment.share - 1),
    response: alignment.response.map((x, e) => weight * alignment.share * (x - signal[e] - spread.response[e])),
  };
}
