/**
 * An elementwise activation a = f(z). A lesson's or a user's own is written as such an object.
 *
 * @example
 * ```ts
 * import { type Activation, lecunNormal, simulate } from 'initlab';
 * const absolute: Activation = { name: 'absolute', f: Math.abs, df: Math.sign, slopes: [-1, 1] };
 * await simulate({ widths: [64, 64], activation: absolute, init: lecunNormal() });
 * ```
 */
export interface Activation {
  readonly name: string;
  /** The value at z. */
  f(z: number): number;
  /** The derivative at z; at a kink the one from the left. */
  df(z: number): number;
  /** Where f or one of its derivatives jumps; left out, f is taken to be smooth. Integrals are split there. */
  readonly kinks?: readonly number[];
  /** Only for f(z) = slopes[0]·z below 0 and slopes[1]·z above: the activations whose gain does not depend on the scale of z. */
  readonly slopes?: readonly [number, number];
  /** Only for a bounded f: its lower and upper limit, near which it saturates. */
  readonly range?: readonly [number, number];
}
