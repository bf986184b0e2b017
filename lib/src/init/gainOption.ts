import { type ActivationName, activation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { gain as gainOf } from '../activation/gain.js';
import { nonNegative } from '../foundation/argument.js';

/** Options that decide the gain of an initializer. */
export interface GainOptions {
  /**
   * Activation after the layer. The gain is `gain(activation)`, which keeps a second moment of 1
   * through it.
   */
  activation?: ActivationName | Activation;
  /** Slope of leaky ReLU below 0. Without `activation` it implies `activation: 'leakyRelu'`. */
  slope?: number;
  /** The gain itself, which overrides the gain of the activation. */
  gain?: number;
}

/** Chooses the gain that the options ask for, or else `fallback`. */
export function gainOption({ activation: name, slope, gain }: GainOptions, fallback: number): number {
  if (gain !== undefined) return nonNegative(gain, 'gain');
  if (slope !== undefined) {
    if (name === undefined || name === 'leakyRelu') return gainOf(activation('leakyRelu', { slope }));
    throw new RangeError(`slope is ${slope}; it is only allowed with activation 'leakyRelu'`);
  }
  return name === undefined ? fallback : gainOf(name);
}

/**
 * Makes options that can be written as JSON: an activation that is an object of functions is
 * replaced by its gain.
 */
export function resolveGain<T extends GainOptions>(options: T): T {
  if (typeof options.activation !== 'object') return options;
  const { activation, ...others } = options;
  return { ...others, gain: gainOption(options, 1) } as T;
}
