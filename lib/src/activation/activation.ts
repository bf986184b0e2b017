import { describe, finite, knownOptions, oneOf } from '../argument.js';

/**
 * An elementwise activation a = f(z). A lesson's or a user's own is written as such an object.
 *
 * @example
 * ```ts
 * import { type Activation, lecunNormal, simulate } from 'initlab';
 * const absolute: Activation = { name: 'absolute', f: Math.abs, df: Math.sign, slopes: [-1, 1] };
 * simulate({ widths: [64, 64], activation: absolute, init: lecunNormal() });
 * ```
 */
export interface Activation {
  readonly name: string;
  /** The value at z. */
  f(z: number): number;
  /** The derivative at z; at a kink the one from the left. */
  df(z: number): number;
  /** Only for f(z) = slopes[0]·z below 0 and slopes[1]·z above: the activations whose gain does not depend on the scale of z. */
  readonly slopes?: readonly [number, number];
  /** Only for a bounded f: its lower and upper limit, near which it saturates. */
  readonly range?: readonly [number, number];
}

/** Parameters of a named activation: `slope` below 0 for `'leakyRelu'`, default .01. */
export interface ActivationParameters {
  slope?: number;
}

/** The names that {@link activation} knows. */
export type ActivationName = 'linear' | 'relu' | 'leakyRelu' | 'tanh' | 'sigmoid';

const factories: Record<ActivationName, (slope: number) => Activation> = {
  linear: () => ({ name: 'linear', f: (z) => z, df: () => 1, slopes: [1, 1] }),
  relu: () => ({
    name: 'relu',
    f: (z) => Math.max(z, 0),
    df: (z) => (z > 0 ? 1 : z <= 0 ? 0 : Number.NaN),
    slopes: [0, 1],
  }),
  leakyRelu: (slope) => ({
    name: 'leakyRelu',
    f: (z) => (z < 0 ? slope * z : z),
    df: (z) => (z > 0 ? 1 : z <= 0 ? slope : Number.NaN),
    slopes: [slope, 1],
  }),
  tanh: () => ({ name: 'tanh', f: Math.tanh, df: (z) => 1 - Math.tanh(z) ** 2, range: [-1, 1] }),
  sigmoid: () => ({
    name: 'sigmoid',
    f: sigmoid,
    df: (z) => sigmoid(z) * sigmoid(-z),
    range: [0, 1],
  }),
};

const names = Object.keys(factories) as ActivationName[];

/**
 * A named activation. NaN stays NaN in all of them.
 *
 * | name | f(z) | f′(z) |
 * |---|---|---|
 * | `linear` | z | 1 |
 * | `relu` | max(0, z) | 1 where z > 0, else 0 |
 * | `leakyRelu` | z where z ≥ 0, else slope·z | 1 where z > 0, else slope |
 * | `tanh` | tanh z | 1 − tanh² z |
 * | `sigmoid` | 1/(1 + e^−z) | σ(z)σ(−z) |
 *
 * @param name - one of the names above.
 * @param parameters - for `leakyRelu`: `slope`, default .01.
 * @throws RangeError for an unknown name or a slope that is not finite, TypeError for a parameter the activation has not.
 * @example
 * ```ts
 * import { activation } from 'initlab';
 * activation('leakyRelu', { slope: 0.2 }).f(-1);   // -0.2
 * ```
 */
export function activation(name: ActivationName, parameters: ActivationParameters = {}): Activation {
  oneOf(name, names, 'activation');
  knownOptions(parameters, name === 'leakyRelu' ? ['slope'] : [], `activation(${describe(name)})`);
  return factories[name](finite(parameters.slope ?? 0.01, 'slope'));
}

/** The activation that a name stands for, or the activation itself once its parts are checked. */
export function toActivation(value: ActivationName | Activation): Activation {
  if (typeof value === 'string') return activation(value);
  const parts = value as Partial<Activation> | null | undefined;
  if (typeof parts?.name === 'string' && typeof parts.f === 'function' && typeof parts.df === 'function') return value;
  throw new TypeError(
    `activation is ${describe(value)}; it must be a name (${names.join(', ')}) or an object { name, f, df } with functions f and df`,
  );
}

function sigmoid(z: number): number {
  return 1 / (1 + Math.exp(-z));
}
