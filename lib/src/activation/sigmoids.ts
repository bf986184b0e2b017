import type { Activation } from './elementwise.js';
import { erf } from './erf.js';

/** Bounded activations, all smooth except softsign, and softplus, the integral of the sigmoid. */

/** Computes 1/(1 + e^−z) with full relative precision in both tails. */
export function logistic(z: number): number {
  return 1 / (1 + Math.exp(-z));
}

export function sigmoid(): Activation {
  return { name: 'sigmoid', f: logistic, df: (z) => logistic(z) * logistic(-z), range: [0, 1] };
}

export function softplus(): Activation {
  return { name: 'softplus', f: (z) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z))), df: logistic };
}

/** Writes the derivative as 1/cosh², which does not cancel as 1 − tanh² does. */
export function tanh(): Activation {
  return { name: 'tanh', f: Math.tanh, df: (z) => 1 / Math.cosh(z) ** 2, range: [-1, 1] };
}

export function softsign(): Activation {
  return {
    name: 'softsign',
    f: (z) => (Math.abs(z) === Infinity ? Math.sign(z) : z / (1 + Math.abs(z))),
    df: (z) => 1 / (1 + Math.abs(z)) ** 2,
    kinks: [0],
    range: [-1, 1],
  };
}

export function errorFunction(): Activation {
  return { name: 'erf', f: erf, df: (z) => (2 / Math.sqrt(Math.PI)) * Math.exp(-z * z), range: [-1, 1] };
}

export function sine(): Activation {
  return { name: 'sin', f: Math.sin, df: Math.cos };
}
