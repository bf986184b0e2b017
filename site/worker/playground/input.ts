import { random } from 'initlab';
import type { Settings } from '../../src/playground/settings.js';

/** Share of the variance of similar samples that they have in common: their cosine. */
const COMMON = 0.9;

/** Mean of inputs that are not centred; their variance is 1. */
const SHIFT = 1;

/** The second moment of each kind of inputs, and the cosine of two samples. */
export const INPUT_MOMENTS: Record<Settings['input'], { secondMoment: number; correlation: number }> = {
  normal: { secondMoment: 1, correlation: 0 },
  alike: { secondMoment: 1, correlation: COMMON },
  shifted: { secondMoment: 1 + SHIFT ** 2, correlation: SHIFT ** 2 / (1 + SHIFT ** 2) },
};

/** Draws a batch of inputs, row by row. They do not depend on the weights of the seed. */
export function drawInput({ input, width, batch, seed }: Settings): Float32Array {
  const stream = random(seed).split(1_000_000);
  const own = stream.split(0).normal(new Float32Array(batch * width));
  if (input === 'normal') return own;
  if (input === 'shifted') return own.map((value) => value + SHIFT);
  const common = stream.split(1).normal(new Float32Array(width));
  const [shared, rest] = [Math.sqrt(COMMON), Math.sqrt(1 - COMMON)];
  return own.map((value, i) => shared * common[i % width] + rest * value);
}
