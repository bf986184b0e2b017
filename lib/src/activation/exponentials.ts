import type { Activation } from './elementwise.js';

/** Activations that are linear above 0 and exponential below. */

/** Constants of Klambauer et al. 2017, for which mean 0 and variance 1 are a fixed point. */
const SELU_ALPHA = 1.6732632423543772;
const SELU_SCALE = 1.0507009873554805;

export function elu(alpha: number): Activation {
  return scaledElu('elu', alpha, 1);
}

export function selu(): Activation {
  return scaledElu('selu', SELU_ALPHA, SELU_SCALE);
}

function scaledElu(name: string, alpha: number, scale: number): Activation {
  return {
    name,
    f: (z) => scale * (z < 0 ? alpha * Math.expm1(z) : z),
    df: (z) => scale * (z > 0 ? 1 : alpha * Math.exp(z)),
    kinks: [0],
  };
}
