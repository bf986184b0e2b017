import type { Activation } from './elementwise.js';
import { cumulative, density } from './normalDistribution.js';
import { logistic } from './sigmoids.js';

/**
 * Activations z·g(z) with a smooth gate g from 0 to 1, written so that neither tail of the gate
 * cancels.
 */

export function silu(): Activation {
  return {
    name: 'silu',
    f: (z) => z * logistic(z),
    df: (z) => logistic(z) * (1 + z * logistic(-z)),
  };
}

export function gelu(): Activation {
  return { name: 'gelu', f: (z) => z * cumulative(z), df: (z) => cumulative(z) + z * density(z) };
}

/** The gate ½(1 + tanh u) = σ(2u) with u = √(2/π)(z + .044715z³). */
export function geluTanh(): Activation {
  const scale = 2 * Math.sqrt(2 / Math.PI);
  const twoU = (z: number): number => scale * (z + 0.044715 * z * z * z);
  return {
    name: 'geluTanh',
    f: (z) => z * logistic(twoU(z)),
    df: (z) => logistic(twoU(z)) * (1 + z * logistic(-twoU(z)) * scale * (1 + 3 * 0.044715 * z * z)),
  };
}

export function mish(): Activation {
  return {
    name: 'mish',
    f: (z) => z * mishGate(z)[0],
    df: (z) => {
      const [gate, rest] = mishGate(z);
      return gate + z * rest * (1 + gate) * logistic(z);
    },
  };
}

/**
 * The gate tanh(ln(1 + e^z)) and its difference from 1, written in e^−|z|, which does not overflow.
 */
function mishGate(z: number): [number, number] {
  const e = Math.exp(-Math.abs(z));
  const [n, rest] = z > 0 ? [1 + 2 * e, 2 * e * e] : [e * (e + 2), 2];
  return [n / (n + rest), rest / (n + rest)];
}
