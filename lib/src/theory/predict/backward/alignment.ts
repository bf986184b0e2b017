import type { Activation } from '../../../activation/elementwise.js';
import { toUnitSquare } from '../forward/weights.js';
import { average } from '../grid/normalGrid.js';
import type { Events } from '../spread/events.js';
import type { Signal } from '../spread/signal.js';

/**
 * Alignment of a gradient with the signal at the same place. The backward pass goes through the
 * transposes of the matrices of the forward pass, so ⟨h, a⟩ below a dense layer equals ⟨g, z⟩ above
 * it. The share of the gradient along the signal is therefore kept from layer to layer, where
 * independent matrices would mix it again. An isotropic gradient has the share 1/n; `share` is
 * relative to 1/n.
 */
export interface Alignment {
  share: number;
  /** Share along a signal that is the same for all units, relative to 1/n. */
  mean: number;
  /** Response of ln⟨h, a⟩² to the random events. */
  response: Float64Array;
}

/** Variance of the square of a standard normal. */
const SQUARE = 2;

/**
 * Gives the alignment of a cotangent, which is isotropic. The response `signal` includes the
 * signal's own draw.
 */
export function isotropicAlignment(signal: Float64Array, events: Events): Alignment {
  const response = Float64Array.from(signal);
  response[events.add({ sample: SQUARE, common: 0 }, new Map())] = 1;
  return { share: 1, mean: 1, response };
}

/**
 * Computes the alignment below an activation of a normal z. The gradient's mean square changes by
 * `weight`/n per share.
 */
export function activateAlignment(
  { share, response }: Alignment,
  z: Signal,
  phi: Activation,
  q: number,
  gradient: Float64Array,
  events: Events,
): { alignment: Alignment; weight: number } {
  const std = Math.sqrt(q);
  const outputs = z.values.map((x) => phi.f(std * x));
  const derivative = z.values.map((x) => phi.df(std * x));
  // Nothing comes through an activation that is 0, or flat, wherever the signal is.
  const passes = outputs.some((f) => f !== 0) && derivative.some((d) => d !== 0);
  const [f, d] = [toUnitSquare(outputs), toUnitSquare(derivative)];
  const at = (g: (f: number, d: number, x: number) => number): number =>
    passes ? average(z.values.map((x, i) => g(f[i], d[i], x))) : 0;
  const kept = at((f, d, x) => f * d * x) ** 2;
  const fresh = Math.max(0, at((_, d, x) => (d * x) ** 2) - kept);
  const after = kept * share + fresh;
  const old = after > 0 ? (kept * share) / after : 0;
  const mixed = response.map((x, e) => old * x + (1 - old) * (gradient[e] + z.spread.response[e]));
  if (old < 1 - 1e-6) mixed[events.add({ sample: SQUARE, common: 0 }, new Map())] = Math.sqrt(1 - old * old);
  const weight = passes ? at((f, d) => (f * d) ** 2) - 1 : 0;
  const constant = at((f, d) => f * d) ** 2;
  return { alignment: { share: after, mean: 1 + constant * (share - 1), response: mixed }, weight };
}
