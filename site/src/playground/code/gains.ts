import type { Settings } from '../settings.js';

/** The gain of each initializer: √(fanIn·Var(w)) in layers as wide as their inputs. */
export const GAINS: Record<Settings['init'], number> = {
  heNormal: Math.SQRT2,
  xavierUniform: 1,
  lecunNormal: 1,
  orthogonal: 1,
};

/** Writes a number with at most five digits. */
export function number(value: number): string {
  return String(Number(value.toPrecision(5)));
}
