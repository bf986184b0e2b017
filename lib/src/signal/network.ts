import { type Activation, type ActivationName, activation, toActivation } from '../activation/activation.js';
import { describe, perLayer, positiveInteger } from '../argument.js';
import type { Initializer } from '../init/initializer.js';
import type { Random } from '../random/random.js';

/** A dense net without biases, still without weights: layer 0 is the input, whose activation is linear. */
export interface Network {
  readonly widths: readonly number[];
  /** One for each layer, the input included. */
  readonly activations: readonly Activation[];
  /** Weights [widths[l − 1], widths[l]] of layer l ≥ 1. */
  weights(layer: number, random: Random): Float32Array;
}

export interface NetworkOptions {
  /** Numbers of units: [inputs, units of layer 1, …, units of layer L]. */
  widths: readonly number[];
  /** A name, an activation, or a list of them, one for each of the L layers. */
  activation: ActivationName | Activation | readonly (ActivationName | Activation)[];
  /** An initializer, or a list of them, one for each of the L layers. */
  init: Initializer | readonly Initializer[];
}

export function network({ widths, activation: given, init }: NetworkOptions): Network {
  if (!Array.isArray(widths) || widths.length < 2) {
    throw new RangeError(
      `widths is ${describe(widths)}; it must list the inputs and the units of at least one layer, as [128, 64]`,
    );
  }
  for (const [layer, width] of widths.entries()) positiveInteger(width, `widths[${layer}]`);
  const layers = widths.length - 1;
  const activations = [activation('linear'), ...perLayer(given, layers, 'activation').map(toActivation)];
  const initializers = perLayer(init, layers, 'init');
  for (const one of initializers) {
    if (typeof one !== 'function')
      throw new TypeError(`init is ${describe(one)}; it must be an initializer, as heNormal()`);
  }
  return {
    widths,
    activations,
    weights(layer, random) {
      const shape = [widths[layer - 1], widths[layer]];
      return checkedWeights(initializers[layer - 1](random, shape), shape, layer);
    },
  };
}

function checkedWeights(weights: Float32Array, shape: number[], layer: number): Float32Array {
  if (weights instanceof Float32Array && weights.length === shape[0] * shape[1]) return weights;
  const got = weights instanceof Float32Array ? `${weights.length} numbers` : describe(weights);
  throw new TypeError(
    `the initializer of layer ${layer} returned ${got}; it must return a Float32Array of ${shape[0]} · ${shape[1]} numbers (pass heNormal(), not heNormal)`,
  );
}
