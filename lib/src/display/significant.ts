/**
 * Formats a number with the given significant digits and without trailing zeros. Numbers from
 * 0.0001 to a million are written without an exponent. Other numbers have one, so that a reader
 * need not count zeros. `significant(0.25, 2)` is `0.25` and `significant(1.09e24, 2)` is `1.1e24`.
 */
export function significant(value: number, digits: number): string {
  const rounded = Number(value.toPrecision(digits));
  const size = Math.abs(rounded);
  if (rounded === 0 || !Number.isFinite(rounded) || (size >= 1e-4 && size < 1e6)) return String(rounded);
  return rounded.toExponential().replace('e+', 'e');
}
