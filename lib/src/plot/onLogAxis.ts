/** Replaces values that a log axis cannot show with null, which leaves a gap. */
export function onLogAxis(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (value > 0 && Number.isFinite(value) ? Number(value.toPrecision(7)) : null));
}
