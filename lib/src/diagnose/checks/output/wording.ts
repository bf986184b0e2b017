import { significant } from '../../../display/significant.js';
import type { ExaminedOutput } from '../../evidence/outputs.js';

/** Names an activation with its article, for use in a sentence. */
export function activationText({ activation }: ExaminedOutput): string {
  const name = activation?.name ?? 'linear';
  if (name === 'linear') return 'the output';
  if (/relu/i.test(name)) return `a ${name.replace(/^relu/, 'ReLU')}`;
  return `${/^[aeo]/.test(name) ? 'an' : 'a'} ${name}`;
}

/** Writes the range of an output. */
export function rangeText([low, high]: readonly [number, number]): string {
  if (low === Number.NEGATIVE_INFINITY && high === Number.POSITIVE_INFINITY) return 'any number';
  if (high === Number.POSITIVE_INFINITY) return `no number below ${number(low)}`;
  if (low === Number.NEGATIVE_INFINITY) return `no number above ${number(high)}`;
  return low === high ? `nothing but ${number(low)}` : `numbers from ${number(low)} to ${number(high)}`;
}

export function number(value: number): string {
  return significant(value, 3);
}

export function percent(share: number): string {
  return `${significant(100 * share, 2)} %`;
}
