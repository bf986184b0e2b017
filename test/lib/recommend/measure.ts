import * as initlab from 'initlab';
import { type Activation, type ActivationName, type Initializer, lecunNormal, random, simulate } from 'initlab';

/** Measures √(fanIn·Var(w)) of the weights that an initializer draws for a square matrix. */
export function gainOfDraw(initializer: Initializer, size = 300): number {
  const weights = initializer(random(3), [size, size]);
  return Math.sqrt(weights.reduce((sum, w) => sum + w ** 2, 0) / size);
}

/** Evaluates the text of a call with the names of the library. */
export function evaluated(code: string): Initializer {
  return new Function(...Object.keys(initlab), `return ${code};`)(...Object.values(initlab)) as Initializer;
}

export interface Signal {
  /** Second moment of the pre-activations of the last layer; those of the first layer are 1. */
  forward: number;
  /** The second moment in each net. */
  nets: Float64Array;
  /** Second moment of the gradient at the first layer over that at the last. */
  backward: number;
}

/** Simulates equal layers after a first one that gives pre-activations of second moment 1. */
export async function throughLayers(
  activation: ActivationName | Activation,
  initializer: Initializer,
  { depth = 30, width = 256, trials = 8 } = {},
): Promise<Signal> {
  const { layers } = await simulate({
    widths: Array<number>(depth + 2).fill(width),
    activation,
    init: [lecunNormal(), ...Array<Initializer>(depth).fill(initializer)],
    batch: 8,
    trials,
    seed: 5,
    backward: true,
    jobs: 1,
  });
  const [first, last] = [layers[1], layers[depth + 1]];
  return {
    forward: last.preActivation.secondMoment,
    nets: last.preActivation.trials,
    backward: (first.gradient?.secondMoment ?? Number.NaN) / (last.gradient?.secondMoment ?? Number.NaN),
  };
}

/** Standard deviation of the logarithms. */
export function logStd(values: ArrayLike<number>): number {
  const logs = Array.from(values, Math.log);
  const mean = logs.reduce((sum, x) => sum + x, 0) / logs.length;
  return Math.sqrt(logs.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (logs.length - 1));
}
