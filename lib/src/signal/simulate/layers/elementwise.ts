import { type Activation, describeActivation } from '../../../activation/activation.js';
import type { Arena } from '../arena/arena.js';
import { type Elementwise, type FastActivation, plainRoutines } from '../arena/simd.js';

/**
 * Applies an activation to the tensors of an arena. The commonest activations have loops of their
 * own; the others take a call for each element.
 */
export function elementwise(activation: Activation, arena: Arena): Elementwise {
  const name = describeActivation(activation)?.name;
  if (isFast(name)) {
    return {
      apply: (z, a) => arena.routines.activations[name].apply(z, a),
      multiplyDerivative: (z, gradient) => arena.routines.activations[name].multiplyDerivative(z, gradient),
    };
  }
  return name === 'leakyRelu' && activation.slopes ? leakyRelu(activation.slopes[0]) : anyOf(activation);
}

function isFast(name: string | undefined): name is FastActivation {
  return name !== undefined && Object.hasOwn(plainRoutines.activations, name);
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
