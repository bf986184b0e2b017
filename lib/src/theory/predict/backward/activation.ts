import type { Activation } from '../../../activation/elementwise.js';
import { type Slopes, slopesOf } from '../forward/activation.js';
import type { Signal } from '../forward/signal.js';
import type { Passed } from '../forward/step.js';
import { average } from '../grid/normalGrid.js';
import { valueOn } from '../grid/quantiles.js';
import type { Events } from '../spread/events.js';
import type { ForwardEvents } from '../spread/fluctuation.js';
import { overNets } from '../spread/overNets.js';
import { type Alignment, alignedThrough } from './alignment.js';
import { type Chosen, type Gradient, gatedBy, gateOf, unaligned } from './gradient.js';
import { withOwn } from './merge.js';

/** By z, of the gradient by a = f(z). */
export function throughActivation(
  gradient: Gradient,
  { z: before, a }: Passed,
  phi: Activation,
  events: Events,
  forwardEvents: ForwardEvents,
): Gradient {
  const slopes = slopesOf(before, phi);
  const square = slopes.derivative.map((x) => x * x);
  const { gate } = gateOf(
    before,
    slopes.derivative,
    square,
    square.map((x) => x * x),
  );
  const { gates, size } = gatedBy(gradient.gates, gate);
  const chosen = gradient.chosen && chosenThrough(gradient.chosen, before, slopes);
  const factor = chosen ? chosen.size : slopes.secondMoment(slopes.q) * size;
  const { response, bias } = gradient.spread;
  const variance = events.covariance(before.spread.response, before.spread.response).sample;
  // Where the gradient is large, q is not what it is in the mean.
  const tilt = events.covariance(response, before.spread.response).sample;
  const nets = overNets(slopes.secondMoment, slopes.q, before.spread.bias - variance / 2 + tilt, variance);
  const kappa = nets.slope;
  const moved = aligned(gradient, before, a, phi, slopes.q, events, forwardEvents);
  return {
    ...unaligned(gradient),
    profile: gradient.profile.map((g) => g * factor),
    gates,
    ...(moved && { alignment: moved.alignment }),
    ...(chosen && { chosen: chosen.chosen }),
    spread: {
      bias: bias + nets.bias + (moved?.bias ?? 0),
      response: response.map((x, e) => x + kappa * before.spread.response[e] + (moved?.response[e] ?? 0)),
    },
  };
}

/** An activation ahead of a pool acts on what is chosen. */
function chosenThrough(
  chosen: Chosen,
  before: Signal,
  { derivative }: Slopes,
): { chosen: Chosen; size: number } | undefined {
  if (before.origin !== chosen.origin) return undefined;
  const slope = chosen.normals.map((g) => valueOn(derivative, g));
  const square = slope.map((x) => x * x);
  const { gate } = gateOf(
    chosen.output,
    slope,
    square,
    square.map((x) => x * x),
  );
  const { gates } = gatedBy(chosen.gradient.gates, gate);
  return { chosen: { ...chosen, gradient: { ...chosen.gradient, gates } }, size: average(square) };
}

/** What the gradient's alignment with the signal does at an activation of a dense net. */
function aligned(
  { alignment, channels, spread }: Gradient,
  before: Signal,
  after: Signal,
  phi: Activation,
  q: number,
  events: Events,
  forwardEvents: ForwardEvents,
): { alignment: Alignment; bias: number; response: Float64Array } | undefined {
  if (alignment === undefined || !before.normal || before.draws.size === 0) return undefined;
  const through = alignedThrough(alignment, before, phi, q, spread.response, events);
  const weight = through.weight / channels;
  const signal = withOwn(after, forwardEvents);
  return {
    alignment: through.alignment,
    bias: weight * (alignment.share - 1),
    response: alignment.response.map((x, e) => weight * alignment.share * (x - signal[e] - spread.response[e])),
  };
}
