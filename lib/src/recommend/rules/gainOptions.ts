import { describeActivation } from '../../activation/activation.js';
import type { Activation } from '../../activation/elementwise.js';
import { gain } from '../../activation/gain.js';
import { significant } from '../../display/significant.js';
import type { Asked } from '../options.js';

/** A gain, or nothing where it is the 1 that initializers have by themselves. */
export function gainUnless1(gain: number): { gain?: number } {
  return gain === 1 ? {} : { gain };
}

/** The gain of an activation, told by its name where that is enough. */
export function gainOf(phi: Activation): { gain?: number; activation?: string; slope?: number } {
  const made = describeActivation(phi);
  if (made?.name === 'leakyRelu') return { slope: phi.slopes?.[0] as number };
  if (made === undefined || Object.keys(made.parameters).length > 0) return gainUnless1(gain(phi));
  return gain(phi) === 1 ? {} : { activation: made.name };
}

/** The layer, where the fans cannot be told from the number of axes. */
export function fanOf(layer: Asked['layer']): { layer?: string } {
  return layer === 'depthwise' || layer === 'convTranspose' ? { layer } : {};
}

/** What an activation is near 0. */
export function lineAt0(phi: Activation): string {
  const slope = phi.df(0) === 1 ? 'z' : `${short(phi.df(0))}z`;
  return phi.f(0) === 0 ? slope : `${short(phi.f(0))} + ${slope}`;
}

/** A number in a sentence: three digits. */
export function short(value: number): string {
  return significant(value, 3);
}
