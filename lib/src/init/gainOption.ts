import { type ActivationName, activation } from '../activation/activation.js';
import type { Activation } from '../activation/elementwise.js';
import { gain as gainOf } from '../activation/gain.js';
import { nonNegative } from '../foundation/argument.js';

/** What decides the gain of an initializer. */
export interface GainOptions {
  /** What follows the layer: the gain that keeps a second moment of 1 through it, `gain(activation)`. */
  activation?: ActivationName | Activation;
  /** Slope of leaky relu below 0; alone it means `activation: 'leakyRelu'`. */
  slope?: number;
  /** The gain itself; it takes the place of the activation's. */
  gain?: number;
}

/** The gain that the options ask for, or else `fallback`. */
export function gainOption({ activation: name, slope, gain }: GainOptions, fallback: number): number {
  if (gain !== undefined) return nonNegative(gain, 'gain');
  if (slope !== undefined) {
    if (name === undefined || name === 'leakyRelu') return gainOf(activation('leakyRelu', { slope }));
    throw new RangeError(`slope is ${slope}; it goes with activation 'leakyRelu' alone`);
  }
  return name === undefined ? fallback : gainOf(name);
}

/** Options that JSON can hold: an activation that is an object of functions is told by its gain. */
export function describedGain<T extends GainOptions>(options: T): T {
  if (typeof options.activation !== 'object') return options;
  const { activation, ...others } = options;
  return { ...others, gain: gainOption(options, 1) } as T;
}
