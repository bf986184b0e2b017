import { describe, positiveInteger } from '../../foundation/argument.js';

/** Checks a list of numbers of units: of layers, of which there is at least one, or with `least` 2 of the inputs too. */
export function checkWidths(widths: readonly number[], least: 1 | 2 = 1): void {
  if (!Array.isArray(widths) || widths.length < least) {
    const inputs = least === 2 ? 'the inputs and ' : '';
    throw new RangeError(
      `widths is ${describe(widths)}; it must list ${inputs}the units of at least one layer, as [128, 64]`,
    );
  }
  for (const [layer, width] of widths.entries()) positiveInteger(width, `widths[${layer}]`);
}
