/**
 * An elementwise activation a = f(z). You can write your own as an object of this type.
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
  /** The derivative at z. At a kink it is the derivative from the left. */
  df(z: number): number;
  /**
   * The points where f or one of its derivatives jumps; integrals are split there. Without kinks f
   * counts as smooth.
   */
  readonly kinks?: readonly number[];
  /**
   * The slopes of f below and above 0, for a piecewise linear f only: f(z) = slopes[0]·z below 0
   * and slopes[1]·z above. The gain of such an activation does not depend on the scale of z.
   */
  readonly slopes?: readonly [number, number];
  /** The lower and upper limit of a bounded f. It saturates near them. */
  readonly range?: readonly [number, number];
}
