import { describeActivation } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import { gain } from '../../activation/gain.js';
import { significant } from '../../display/significant.js';
import type { CheckedOptions } from '../options.js';

/**
 * Makes the option for a gain. A gain of 1 needs no option, because it is the default of
 * initializers.
 */
export function gainUnless1(gain: number): { gain?: number } {
  return gain === 1 ? {} : { gain };
}

/** Makes the options for the gain of an activation: its name, if the name determines the gain. */
export function gainOf(phi: Activation): { gain?: number; activation?: string; slope?: number } {
  const made = describeActivation(phi);
  if (made?.name === 'leakyRelu') return { slope: phi.slopes?.[0] as number };
  if (made === undefined || Object.keys(made.parameters).length > 0) return gainUnless1(gain(phi));
  return gain(phi) === 1 ? {} : { activation: made.name };
}

/** Makes the option `layer` for layers whose fans do not follow from the number of axes. */
export function fanOf(layer: CheckedOptions['layer']): { layer?: string } {
  return layer === 'depthwise' || layer === 'convTranspose' ? { layer } : {};
}

/** Writes the linear approximation of an activation near 0. */
export function lineAt0(phi: Activation): string {
  const slope = phi.df(0) === 1 ? 'z' : `${short(phi.df(0))}z`;
  return phi.f(0) === 0 ? slope : `${short(phi.f(0))} + ${slope}`;
}

/** Writes a number with three digits, for use in a sentence. */
export function short(value: number): string {
  return significant(value, 3);
}
