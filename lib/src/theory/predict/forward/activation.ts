import type { Activation } from '../../../activation/elementwise.js';
import { derivativeSecondMoment, secondMoment } from '../../../activation/moments.js';
import { average, averageProduct } from '../grid/normalGrid.js';
import { ensembleMean } from '../spread/ensembleMean.js';
import type { Events } from '../spread/events.js';
import { sphereBias } from '../spread/isometry.js';
import { interpolateLog } from '../spread/logInterpolation.js';
import { pairShares, type Signal, sizeOf } from '../spread/signal.js';
import { toUnitSquare } from './weights.js';

/** Derivative of an activation at one place, with q the second moment before the activation. */
export interface Slopes {
  q: number;
  /** Derivative on the normal grid. */
  derivative: Float64Array;
  /** Computes E f′² for a pre-activation of second moment q. */
  secondMoment: (q: number) => number;
}

export function activate(input: Signal, phi: Activation, events: Events): Signal {
  if (phi.slopes !== undefined && phi.slopes[0] === 1 && phi.slopes[1] === 1) return input;
  const q = sizeOf(input);
  const std = Math.sqrt(q);
  const f = input.values.map((x) => phi.f(std * x));
  const second = averageProduct(f, f);
  const after = (at: number): number => {
    if (input.isNormal) return secondMoment(phi, at);
    return average(input.values.map((x) => phi.f(Math.sqrt(at) * x) ** 2));
  };
  const { slopes } = phi;
  const factor = slopes !== undefined ? after(1) : 1;
  const profile =
    slopes !== undefined ? input.profile.map((at) => at * factor) : interpolateLog(input.profile, phi.f(0) ** 2, after);
  const { bias, response } = input.spread;
  const variance = events.covariance(response, response).sample;
  const nets =
    slopes !== undefined || q === 0 ? { bias, slope: 1 } : ensembleMean(after, q, bias - variance / 2, variance);
  const elasticity = nets.slope;
  const shifted = input.values.map((x) => 2 * phi.f(std * x) * phi.df(std * x) * std);
  const fixed = input.fixed && {
    ...input.fixed,
    elasticity: input.fixed.elasticity * elasticity,
    slope: input.fixed.shift === undefined || second === 0 ? 0 : average(shifted) / second,
  };
  return {
    ...input,
    profile,
    values: toUnitSquare(f),
    isNormal: false,
    shares: pairShares(profile, input.rows, input.batch),
    ...(fixed && { fixed }),
    spread: {
      bias: nets.bias + (slopes === undefined ? biasOnSphere(input, q, phi.f) : 0),
      response: response.map((x) => x * elasticity),
    },
  };
}

/**
 * Computes ln of the mean of f² over normals that an orthogonal matrix has put on a sphere,
 * relative to independent normals. It is 0 for other signals.
 */
export function biasOnSphere({ isNormal, fixed, values, spread }: Signal, q: number, f: (x: number) => number): number {
  if (!isNormal || fixed?.isometry === undefined) return 0;
  const std = Math.sqrt(q * Math.exp(spread.bias));
  return sphereBias(
    values.map((x) => f(std * x) ** 2),
    fixed.isometry,
  );
}

export function slopesOf(input: Signal, phi: Activation): Slopes {
  const q = sizeOf(input);
  const std = Math.sqrt(q);
  const derivative = input.values.map((x) => phi.df(std * x));
  const at = (size: number): number => {
    if (input.isNormal) return derivativeSecondMoment(phi, size);
    return average(input.values.map((x) => phi.df(Math.sqrt(size) * x) ** 2));
  };
  const only = phi.slopes && at(1);
  return { q, derivative, secondMoment: only === undefined ? at : () => only };
}

export function dropOut(input: Signal, rate: number): Signal {
  const kept = 1 - rate;
  return { ...input, profile: input.profile.map((q) => q / kept), boost: input.boost / kept };
}
