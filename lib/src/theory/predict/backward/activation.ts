import type { Activation } from '../../../activation/elementwise.js';
import { type Slopes, slopesOf } from '../forward/activation.js';
import type { ForwardState } from '../forward/step.js';
import { average } from '../grid/normalGrid.js';
import { valueOn } from '../grid/quantiles.js';
import { ensembleMean } from '../spread/ensembleMean.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import type { Signal } from '../spread/signal.js';
import { type Alignment, activateAlignment } from './alignment.js';
import { addGate, type Gradient, makeGate, type PoolChoice, withoutAlignment } from './gradient.js';
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
  const square = slopes.derivative.map((x) => x * x);
  const { gate } = makeGate(
    before,
    slopes.derivative,
    square,
    square.map((x) => x * x),
  );
  const { gates, size } = addGate(gradient.gates, gate);
  const poolChoice = gradient.poolChoice && activateChoice(gradient.poolChoice, before, slopes);
  const factor = poolChoice ? poolChoice.size : slopes.secondMoment(slopes.q) * size;
  const { response, bias } = gradient.spread;
  const variance = events.covariance(before.spread.response, before.spread.response).sample;
  // Nets with a large gradient have a q that differs from the mean.
  const tilt = events.covariance(response, before.spread.response).sample;
  const nets = ensembleMean(slopes.secondMoment, slopes.q, before.spread.bias - variance / 2 + tilt, variance);
  const kappa = nets.slope;
  const moved = alignmentEffect(gradient, before, a, phi, slopes.q, events, forwardEvents);
  return {
    ...withoutAlignment(gradient),
    profile: gradient.profile.map((g) => g * factor),
    gates,
    ...(moved && { alignment: moved.alignment }),
    ...(poolChoice && { poolChoice: poolChoice.poolChoice }),
    spread: {
      bias: bias + nets.bias + (moved?.bias ?? 0),
      response: response.map((x, e) => x + kappa * before.spread.response[e] + (moved?.response[e] ?? 0)),
    },
  };
}

/** Applies an activation before a pool to the value that the pool chooses. */
function activateChoice(
  poolChoice: PoolChoice,
  before: Signal,
  { derivative }: Slopes,
): { poolChoice: PoolChoice; size: number } | undefined {
  if (before.origin !== poolChoice.origin) return undefined;
  const slope = poolChoice.normals.map((g) => valueOn(derivative, g));
  const square = slope.map((x) => x * x);
  const { gate } = makeGate(
    poolChoice.output,
    slope,
    square,
    square.map((x) => x * x),
  );
  const { gates } = addGate(poolChoice.gradient.gates, gate);
  return { poolChoice: { ...poolChoice, gradient: { ...poolChoice.gradient, gates } }, size: average(square) };
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
