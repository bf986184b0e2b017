import { type Activation, describeActivation } from '../../activation/activation.js';

/** An activation on whole arrays. */
export interface Elementwise {
  /** a = f(z). */
  apply(z: Float32Array, a: Float32Array): void;
  /** gradient · f′(z), in place. */
  multiplyDerivative(z: Float32Array, gradient: Float32Array): void;
}

/** The commonest have loops of their own, without a call for each element; they give the numbers of the activation itself. */
export function elementwise(activation: Activation): Elementwise {
  const name = describeActivation(activation)?.name;
  if (name === 'relu') return relu;
  if (name === 'leakyRelu' && activation.slopes) return leakyRelu(activation.slopes[0]);
  return anyOf(activation);
}

function anyOf({ f, df }: Activation): Elementwise {
  return {
    apply(z, a) {
      for (let i = 0; i < z.length; i++) a[i] = f(z[i]);
    },
    multiplyDerivative(z, gradient) {
      for (let i = 0; i < z.length; i++) gradient[i] *= df(z[i]);
    },
  };
}

const relu: Elementwise = {
  apply(z, a) {
    for (let i = 0; i < z.length; i++) {
      const x = z[i];
      a[i] = x < 0 ? 0 : x;
    }
  },
  multiplyDerivative(z, gradient) {
    for (let i = 0; i < z.length; i++) {
      const x = z[i];
      gradient[i] *= x > 0 ? 1 : x <= 0 ? 0 : Number.NaN;
    }
  },
};

function leakyRelu(slope: number): Elementwise {
  return {
    apply(z, a) {
      for (let i = 0; i < z.length; i++) {
        const x = z[i];
        a[i] = x < 0 ? slope * x : x;
      }
    },
    multiplyDerivative(z, gradient) {
      for (let i = 0; i < z.length; i++) {
        const x = z[i];
        gradient[i] *= x > 0 ? 1 : x <= 0 ? slope : Number.NaN;
      }
    },
  };
}
