/** On a log axis only positive finite values have a place; the others leave a gap. */
export function onLogAxis(values: ArrayLike<number>): (number | null)[] {
  return Array.from(values, (value) => (value > 0 && Number.isFinite(value) ? Number(value.toPrecision(7)) : null));
}
