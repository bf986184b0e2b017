import { describe, positiveInteger } from '../argument.js';

/** Checks a list of at least one number of units. */
export function checkWidths(widths: readonly number[]): void {
  if (!Array.isArray(widths) || widths.length === 0) {
    throw new RangeError(`widths is ${describe(widths)}; it must list the units of at least one layer, as [128, 64]`);
  }
  for (const [layer, width] of widths.entries()) positiveInteger(width, `widths[${layer}]`);
}
