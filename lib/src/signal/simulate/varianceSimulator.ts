import { knownOptions, oneOf, positiveInteger } from '../../foundation/argument.js';
import { heNormal } from '../../init/he.js';
import { normal } from '../../init/normal.js';
import { xavierNormal } from '../../init/xavier.js';
import type { NetworkOptions } from '../../network/spec/options.js';
import { key } from '../../random/key.js';
import { simulate } from './simulate.js';

export interface VarianceSimulatorOptions {
  /** Number of layers. */
  layers: number;
  /** Number of units of each layer, and of values in the input. */
  width: number;
  /** Seed of the weights and the input. Default 0. */
  seed?: number | bigint;
}

/** Schemes that `run` can try. */
export type VarianceScheme = 'xavier' | 'he' | 'bad';

const SCHEMES: Record<VarianceScheme, Pick<NetworkOptions, 'activation' | 'init'>> = {
  xavier: { activation: 'tanh', init: xavierNormal() },
  he: { activation: 'relu', init: heNormal() },
  bad: { activation: 'linear', init: normal({ std: 0.6 }) },
};

/**
 * Simulates the classic exercise: send one vector of independent N(0, 1) numbers through a stack of
 * equal dense layers without biases, and watch the variance of the activations. `run` takes one of
 * three schemes and returns the variances over the units, from the first layer to the last:
 *
 * | scheme | weights | activation |
 * |---|---|---|
 * | `'xavier'` | `xavierNormal()`: variance 2/(in + out) | tanh |
 * | `'he'` | `heNormal()`: variance 2/in | relu |
 * | `'bad'` | `normal({ std: 0.6 })`: variance .36, × .36·width per layer | none |
 *
 * All schemes of one simulator start from the same vector. The variance is that of a single net and
 * a single sample. {@link simulate} has batches, many nets and the second moment, which is what
 * depth multiplies.
 *
 * @throws RangeError or TypeError for layers or a width that is not an integer of at least 1, a
 *   seed that `random` does not take, an unknown option; and `run`, as a rejection, for an unknown
 *   scheme.
 * @example
 * ```ts
 * import { VarianceSimulator } from 'initlab';
 * const simulator = new VarianceSimulator({ layers: 10, width: 256, seed: 1 });
 * const he = await simulator.run('he');     // around .7: about constant
 * const bad = await simulator.run('bad');   // × 92 per layer
 * he.length;   // 10
 * ```
 */
export class VarianceSimulator {
  readonly #widths: readonly number[];
  readonly #seed: number | bigint;

  constructor(options: VarianceSimulatorOptions) {
    knownOptions(options, ['layers', 'width', 'seed'], 'VarianceSimulator');
    const { layers, width, seed = 0 } = options;
    positiveInteger(layers, 'layers');
    positiveInteger(width, 'width');
    key(seed, 'seed');
    this.#widths = Array<number>(layers + 1).fill(width);
    this.#seed = seed;
  }

  /** Computes the variance over the units of the activations of each layer. */
  async run(scheme: VarianceScheme): Promise<number[]> {
    oneOf(scheme, Object.keys(SCHEMES) as VarianceScheme[], 'scheme');
    const { layers } = await simulate({ widths: this.#widths, ...SCHEMES[scheme], batch: 1, seed: this.#seed });
    return layers.slice(1).map(({ activation }) => activation.variance);
  }
}
