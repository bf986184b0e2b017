import { type Activation, type ActivationName, activation, toActivation } from '../activation/activation.js';
import { nonNegative } from '../argument.js';

/** What decides the gain of an initializer. */
export interface GainOptions {
  /** What follows the layer: the gain that keeps the second moment through it. Only homogeneous ones have such a gain. */
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
    if (name === undefined || name === 'leakyRelu') return homogeneousGain(activation('leakyRelu', { slope }));
    throw new RangeError(`slope is ${slope}; it goes with activation 'leakyRelu' alone`);
  }
  return name === undefined ? fallback : homogeneousGain(toActivation(name));
}

/** 1/√E[f(z)²] for z ~ N(0, 1), which is √(2/(a² + b²)) for the slopes a below and b above 0 (He et al. 2015). */
function homogeneousGain({ name, slopes }: Activation): number {
  if (slopes !== undefined) return Math.sqrt(2 / (slopes[0] ** 2 + slopes[1] ** 2));
  throw new RangeError(
    `activation ${name} has no gain of its own: it depends on the scale of the signal. Pass gain, as in { gain: 5 / 3 }`,
  );
}
