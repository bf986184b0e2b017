import { describe, finite, knownOptions, oneOf } from '../foundation/argument.js';
import type { Activation } from './elementwise.js';
import { elu, selu } from './exponentials.js';
import { gelu, geluTanh, mish, silu } from './gated.js';
import { hardSigmoid, hardtanh, leakyRelu, linear, relu, relu6, squaredRelu } from './rectifiers.js';
import { errorFunction, sigmoid, sine, softplus, softsign, tanh } from './sigmoids.js';

export type { Activation };

/** Parameters of a named activation. */
export interface ActivationParameters {
  /** Slope of `leakyRelu` below 0. Default .01. */
  slope?: number;
  /** Limit −f(−∞) of `elu`. Default 1. */
  alpha?: number;
}

/** The arguments of {@link activation}, as plain data. */
export interface ActivationDescription {
  readonly name: ActivationName;
  readonly parameters: ActivationParameters;
}

/**
 * The names that {@link activation} knows. Two activations also have the names of TensorFlow.js:
 * `silu` is `swish`, and `geluTanh` is `gelu_new`.
 */
export type ActivationName =
  | 'linear'
  | 'relu'
  | 'leakyRelu'
  | 'relu6'
  | 'squaredRelu'
  | 'elu'
  | 'selu'
  | 'softplus'
  | 'silu'
  | 'swish'
  | 'mish'
  | 'gelu'
  | 'geluTanh'
  | 'gelu_new'
  | 'tanh'
  | 'hardtanh'
  | 'sigmoid'
  | 'hardSigmoid'
  | 'softsign'
  | 'erf'
  | 'sin';

const FACTORIES: Record<ActivationName, (parameters: ActivationParameters) => Activation> = {
  linear,
  relu,
  leakyRelu: ({ slope = 0.01 }) => leakyRelu(finite(slope, 'slope')),
  relu6,
  squaredRelu,
  elu: ({ alpha = 1 }) => elu(finite(alpha, 'alpha')),
  selu,
  softplus,
  silu,
  swish: silu,
  mish,
  gelu,
  geluTanh,
  gelu_new: geluTanh,
  tanh,
  hardtanh,
  sigmoid,
  hardSigmoid,
  softsign,
  erf: errorFunction,
  sin: sine,
};

const PARAMETER_NAMES: Partial<Record<ActivationName, string[]>> = { leakyRelu: ['slope'], elu: ['alpha'] };

const ACTIVATION_NAMES = Object.keys(FACTORIES) as ActivationName[];

const DESCRIPTIONS = new WeakMap<Activation, ActivationDescription>();

/**
 * Gives a named activation. All of them keep NaN, and their values and derivatives keep their
 * relative precision in the tails.
 *
 * | name | f(z) |
 * |---|---|
 * | `linear` | z |
 * | `relu` | max(0, z) |
 * | `leakyRelu` | z where z ≥ 0, else slope·z |
 * | `relu6` | min(max(0, z), 6) |
 * | `squaredRelu` | max(0, z)² (So et al. 2021) |
 * | `elu` | z where z ≥ 0, else alpha·(e^z − 1) (Clevert et al. 2016) |
 * | `selu` | 1.0507·elu(z) with alpha 1.6733 (Klambauer et al. 2017) |
 * | `softplus` | ln(1 + e^z) |
 * | `silu`, `swish` | z·σ(z) |
 * | `mish` | z·tanh(softplus z) |
 * | `gelu` | z·Φ(z), the exact form (Hendrycks & Gimpel 2016) |
 * | `geluTanh`, `gelu_new` | ½z(1 + tanh(√(2/π)(z + .044715z³))) |
 * | `tanh` | tanh z |
 * | `hardtanh` | z clipped to [−1, 1] |
 * | `sigmoid` | σ(z) = 1/(1 + e^−z) |
 * | `hardSigmoid` | .2z + .5 clipped to [0, 1], as in TensorFlow.js (PyTorch's has slope 1/6) |
 * | `softsign` | z/(1 + \|z\|) |
 * | `erf` | 2/√π ∫₀ᶻ e^(−t²) dt |
 * | `sin` | sin z |
 *
 * @param name - one of the names in the table.
 * @param parameters - `slope` of `leakyRelu`, default .01; `alpha` of `elu`, default 1.
 * @throws RangeError for an unknown name or a parameter that is not finite, TypeError for a
 * parameter that the activation lacks.
 * @example
 * ```ts
 * import { activation } from 'initlab';
 * activation('leakyRelu', { slope: 0.2 }).f(-1);   // -0.2
 * activation('gelu').f(1);                         // 0.8413447460685429
 * ```
 */
export function activation(name: ActivationName, parameters: ActivationParameters = {}): Activation {
  oneOf(name, ACTIVATION_NAMES, 'activation');
  knownOptions(parameters, PARAMETER_NAMES[name] ?? [], `activation(${describe(name)})`);
  const made = FACTORIES[name](parameters);
  DESCRIPTIONS.set(made, { name, parameters: { ...parameters } });
  return made;
}

/**
 * Describes an activation by plain data, from which another thread can make it again. Returns
 * undefined for an activation of your own, even if it has the name of a built-in one.
 */
export function describeActivation(made: Activation): ActivationDescription | undefined {
  return DESCRIPTIONS.get(made);
}

/** Looks up the activation that a name stands for. A given activation is checked and returned. */
export function toActivation(value: ActivationName | Activation): Activation {
  if (typeof value === 'string') return activation(value);
  const { name, f, df, kinks = [], slopes = [] } = (value ?? {}) as Partial<Activation>;
  if (typeof name !== 'string' || typeof f !== 'function' || typeof df !== 'function') {
    throw new TypeError(
      `activation is ${describe(value)}; it must be a name (${ACTIVATION_NAMES.join(', ')}) or an object { name, f, df } with functions f and df`,
    );
  }
  finiteList(kinks, `kinks of activation ${name}`);
  finiteList(slopes, `slopes of activation ${name}`);
  return value;
}

function finiteList(list: readonly number[], what: string): void {
  if (!Array.isArray(list)) throw new TypeError(`${what}: ${describe(list)}; it must be an array of finite numbers`);
  for (const number of list) finite(number, `one of the ${what}`);
}
