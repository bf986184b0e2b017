import { type Activation, describeActivation } from '../../activation/activation.js';
import type { Arena, Slot } from './arena.js';

/** An activation on whole tensors. */
export interface Elementwise {
  /** a = f(z). */
  apply(z: Slot, a: Slot): void;
  /** gradient · f′(z), in place. */
  multiplyDerivative(z: Slot, gradient: Slot): void;
}

/** The commonest have loops of their own, without a call for each element; they give the numbers of the activation itself. */
export function elementwise(activation: Activation, arena: Arena): Elementwise {
  const name = describeActivation(activation)?.name;
  if (name === 'relu') return relu(arena);
  if (name === 'leakyRelu' && activation.slopes) return leakyRelu(activation.slopes[0]);
  return anyOf(activation);
}

function relu(arena: Arena): Elementwise {
  return {
    apply: (z, a) => arena.kernels.relu(z, a),
    multiplyDerivative: (z, gradient) => arena.kernels.reluGradient(z, gradient),
  };
}

function leakyRelu(slope: number): Elementwise {
  return {
    apply({ data: z }, { data: a }) {
      for (let i = 0; i < z.length; i++) {
        const x = z[i];
        a[i] = x < 0 ? slope * x : x;
      }
    },
    multiplyDerivative({ data: z }, { data: gradient }) {
      for (let i = 0; i < z.length; i++) {
        const x = z[i];
        gradient[i] *= x > 0 ? 1 : x <= 0 ? slope : Number.NaN;
      }
    },
  };
}

function anyOf({ f, df }: Activation): Elementwise {
  return {
    apply({ data: z }, { data: a }) {
      for (let i = 0; i < z.length; i++) a[i] = f(z[i]);
    },
    multiplyDerivative({ data: z }, { data: gradient }) {
      for (let i = 0; i < z.length; i++) gradient[i] *= df(z[i]);
    },
  };
}
