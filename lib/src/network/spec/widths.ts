import { describe, positiveInteger } from '../../foundation/argument.js';

/**
 * Checks a list of widths, which must have at least `least` entries: the numbers of units, after
 * the number of inputs if `least` is 2.
 */
export function checkWidths(widths: readonly number[], least: 1 | 2 = 1): void {
  if (!Array.isArray(widths) || widths.length < least) {
    const inputs = least === 2 ? 'the inputs and ' : '';
    throw new RangeError(
      `widths is ${describe(widths)}; it must list ${inputs}the units of at least one layer, for example [128, 64]`,
    );
  }
  for (const [layer, width] of widths.entries()) positiveInteger(width, `widths[${layer}]`);
}
